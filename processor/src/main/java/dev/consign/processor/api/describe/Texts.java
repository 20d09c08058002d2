package dev.consign.processor.api.describe;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.ClassPathResource;

/// One file of texts: entries by name, each with what is said of it.
record Texts(Map<String, Object> entries) {
    static Texts read(String file) {
        var yaml = new YamlMapFactoryBean();
        yaml.setResources(new ClassPathResource("openapi/" + file));
        return new Texts(Objects.requireNonNull(yaml.getObject()));
    }

    /// The entry of that name, with what it says; empty when there is none.
    Texts of(String name) {
        return entries.get(name) instanceof Map<?, ?> map
                ? new Texts(named(map))
                : new Texts(Map.of());
    }

    @Nullable String text(String name) {
        var value = entries.get(name);
        return value == null ? null : value.toString();
    }

    @Nullable Integer number(String name) {
        return entries.get(name) instanceof Integer number ? number : null;
    }

    List<String> list(String name) {
        return entries.get(name) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        return map.entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                one -> one.getKey().toString(), one -> one.getValue()));
    }
}
