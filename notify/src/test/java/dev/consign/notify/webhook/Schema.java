package dev.consign.notify.webhook;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A JSON Schema, as far as ours go; a keyword that is not known here is an error, so that none is
/// passed over in silence.
final class Schema {
    private static final Set<String> SAYING_NOTHING = Set.of("$schema", "title", "$defs");

    private final JsonNode root;

    Schema(JsonNode root) {
        this.root = root;
    }

    /// What is wrong with a value, and where; empty when nothing is.
    Optional<String> flaw(JsonNode value) {
        return flaw(root, value, "");
    }

    private Optional<String> flaw(JsonNode schema, JsonNode value, String at) {
        return schema.properties().stream()
                .flatMap(keyword -> flaw(keyword, value, at).stream())
                .findFirst();
    }

    private Optional<String> flaw(Map.Entry<String, JsonNode> keyword, JsonNode value, String at) {
        var wanted = keyword.getValue();
        return switch (keyword.getKey()) {
            case "type" -> unless(isOf(wanted.asString(), value), at + " is no " + wanted);
            case "required" ->
                    wanted.valueStream()
                            .filter(name -> !value.has(name.asString()))
                            .map(name -> at + "/" + name.asString() + " is missing")
                            .findFirst();
            case "properties" ->
                    wanted.properties().stream()
                            .filter(one -> value.has(one.getKey()))
                            .flatMap(one ->
                                    flaw(
                                            one.getValue(),
                                            value.get(one.getKey()),
                                            at + "/" + one.getKey())
                                            .stream())
                            .findFirst();
            case "enum" ->
                    unless(
                            wanted.valueStream().anyMatch(value::equals),
                            at + " is none of " + wanted);
            case "pattern" ->
                    unless(
                            Pattern.compile(wanted.asString()).matcher(value.asString()).find(),
                            at + " is not of the form " + wanted);
            case "minimum" ->
                    unless(value.asLong() >= wanted.asLong(), at + " is less than " + wanted);
            case "$ref" -> flaw(root.at(wanted.asString().substring(1)), value, at);
            case "oneOf" -> oneOf(wanted.valueStream(), value, at);
            default ->
                    unless(
                            SAYING_NOTHING.contains(keyword.getKey()),
                            "unknown keyword " + keyword.getKey());
        };
    }

    private Optional<String> oneOf(Stream<JsonNode> schemas, JsonNode value, String at) {
        var flaws = schemas.map(one -> flaw(one, value, at)).toList();
        var fitting = flaws.stream().filter(Optional::isEmpty).count();
        return unless(fitting == 1, fitting + " fit: " + flaws);
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            default -> throw new IllegalStateException("unknown type " + type);
        };
    }

    private static Optional<String> unless(boolean right, String flaw) {
        return right ? Optional.empty() : Optional.of(flaw);
    }
}
