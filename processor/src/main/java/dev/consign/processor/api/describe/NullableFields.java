package dev.consign.processor.api.describe;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Which fields of an answer may be null: those that the source says may be. A schema has the
/// simple name of its record, so two records of one name would be described as one; that is
/// refused.
@Component
final class NullableFields implements ModelConverter {
    private static final String REFERENCE = "#/components/schemas/";

    private final Map<String, Class<?>> records = new ConcurrentHashMap<>();

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        var schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        var raw = Json31.mapper().constructType(type.getType()).getRawClass();
        if (schema != null && raw.isRecord()) {
            var reference = schema.get$ref();
            var name =
                    reference == null ? schema.getName() : reference.substring(REFERENCE.length());
            if (name != null) {
                keep(name, raw);
            }
        }
        return schema;
    }

    private void keep(String name, Class<?> record) {
        var other = records.putIfAbsent(name, record);
        if (other != null && !shape(other).equals(shape(record))) {
            throw new IllegalStateException(
                    "%s and %s would be one schema: give one of them a name of its own"
                            .formatted(other.getName(), record.getName()));
        }
    }

    private static List<String> shape(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(one -> one.getGenericType().getTypeName() + " " + one.getName())
                .toList();
    }

    /// Empty for what is no record of ours.
    Set<String> of(String schema) {
        var names = new HashSet<String>();
        var record = records.get(schema);
        if (record != null) {
            add(record, names);
        }
        return names;
    }

    private static void add(Class<?> record, Set<String> names) {
        for (var component : record.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                add(component.getType(), names);
            } else if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                names.add(component.getName());
            }
        }
    }
}
