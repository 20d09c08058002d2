package dev.consign.processor.api.describe;

import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says of fields and parameters what their types do not: limits, enums, examples, and which of
/// them must be there.
final class FieldTexts {
    private static final String NULL = "null";
    private static final Texts FILE = Texts.read("fields.yml");
    private static final Texts NAMES = FILE.of("names");
    private static final Texts FIELDS = FILE.of("fields");
    private static final Texts PARAMETERS = FILE.of("parameters");
    private static final Texts REQUIRED = FILE.of("required");

    private FieldTexts() {}

    /// @param nullable says which fields of a schema may be null
    static void describe(Map<String, Schema<?>> schemas, NullableFields nullable) {
        schemas.forEach((name, schema) -> {
            if (schema.getProperties() != null && !name.equals(ErrorCodes.PROBLEM)) {
                var properties = properties(schema);
                properties.forEach((field, property) -> describe(name, field, property));
                var optional = nullable.of(name);
                schema.setRequired(required(name, properties, optional));
                if (!REQUIRED.has(name)) {
                    optional.forEach(field ->
                            properties.computeIfPresent(field, (_, property) -> orNull(property)));
                }
            }
        });
    }

    static void describe(Operation operation) {
        if (operation.getParameters() == null) {
            return;
        }
        for (var parameter : operation.getParameters()) {
            describe(
                    parameter,
                    PARAMETERS.of(operation.getOperationId() + "." + parameter.getName()),
                    NAMES.of(parameter.getName()));
        }
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static Map<String, Schema<?>> properties(Schema schema) {
        return schema.getProperties();
    }

    private static void describe(Parameter parameter, Texts own, Texts named) {
        if (parameter.getSchema() == null) {
            return;
        }
        // Parameters of one type share one.
        var schema = AnnotationsUtils.clone(parameter.getSchema(), true);
        parameter.setSchema(schema);
        // What is left out of an address is not null.
        notNull(schema);
        apply(schema, own.entries().isEmpty() ? named : own);
        if (parameter.getDescription() == null) {
            parameter.setDescription(schema.getDescription());
        }
        schema.setDescription(null);
    }

    private static void describe(String schema, String field, Schema<?> property) {
        var own = FIELDS.of(schema + "." + field);
        if (!own.entries().isEmpty()) {
            apply(property, own);
        } else if (property.get$ref() == null && isPlain(property)) {
            apply(property, NAMES.of(field));
        }
    }

    /// Texts and numbers; not what is made of others.
    private static boolean isPlain(Schema<?> property) {
        return types(property).stream().noneMatch(Set.of("array", "object")::contains);
    }

    private static void apply(Schema<?> schema, Texts said) {
        if (said.has("description")) {
            schema.setDescription(said.text("description"));
        }
        if (said.has("example")) {
            schema.setExample(said.entries().get("example"));
        }
        if (said.has("pattern")) {
            schema.setPattern(said.text("pattern"));
        }
        schema.setMinLength(said.number("minLength"));
        schema.setMaxLength(said.number("maxLength"));
        schema.setMinItems(said.number("minItems"));
        schema.setMaxItems(said.number("maxItems"));
        schema.setMinimum(decimal(said, "minimum"));
        schema.setMaximum(decimal(said, "maximum"));
        var type = said.text("enum");
        if (type != null) {
            setEnum(schema, type);
        }
    }

    private static @Nullable BigDecimal decimal(Texts said, String name) {
        var number = said.number(name);
        return number == null ? null : BigDecimal.valueOf(number);
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void setEnum(Schema schema, String type) {
        schema.setEnum(names(type));
    }

    /// The names of an enum of the source, so that no copy can fall behind it.
    static List<String> names(String type) {
        try {
            var constants = Class.forName(type).getEnumConstants();
            return Arrays.stream(constants).map(one -> ((Enum<?>) one).name()).toList();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("openapi/fields.yml names no enum: " + type, e);
        }
    }

    private static List<String> required(
            String name, Map<String, Schema<?>> properties, Set<String> optional) {
        return REQUIRED.has(name)
                ? REQUIRED.list(name)
                : properties.keySet().stream().filter(one -> !optional.contains(one)).toList();
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static Schema<?> orNull(Schema property) {
        var nothing = new Schema<>();
        nothing.setTypes(Set.of(NULL));
        if (property.get$ref() != null) {
            return (Schema<?>) new Schema().anyOf(List.of(property, nothing));
        }
        var types = new LinkedHashSet<String>(types(property));
        types.add(NULL);
        property.setTypes(types);
        if (property.getEnum() != null) {
            var values = new ArrayList<Object>(property.getEnum());
            values.add(null);
            property.setEnum(values);
        }
        return property;
    }

    private static void notNull(@Nullable Schema<?> schema) {
        if (schema != null && schema.getTypes() != null) {
            schema.setTypes(without(schema.getTypes()));
        }
    }

    private static Set<String> without(Set<String> types) {
        var rest = new LinkedHashSet<>(types);
        rest.remove(NULL);
        return rest;
    }

    private static Set<String> types(Schema<?> schema) {
        if (schema.getTypes() != null) {
            return schema.getTypes();
        }
        return schema.getType() == null ? Set.of() : Set.of(schema.getType());
    }
}
