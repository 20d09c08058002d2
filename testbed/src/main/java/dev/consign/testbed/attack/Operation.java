package dev.consign.testbed.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A route as `/v3/api-docs` of the running system tells of it: a new one is attacked by itself.
///
/// @param method in capitals
/// @param path with the names of its variables in braces
/// @param roles who may call it; empty when nobody said so
/// @param query the parameters of its query
/// @param example a body of the right form with nothing true in it; null when it takes no JSON
record Operation(
        String method,
        String path,
        List<String> roles,
        List<String> query,
        @Nullable JsonNode example) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int DEEPEST = 6;

    /// All under `/api`.
    static List<Operation> all(String apiDocs) {
        var docs = JSON.readTree(apiDocs);
        var found = new ArrayList<Operation>();
        for (var path : docs.path("paths").properties()) {
            if (path.getKey().startsWith("/api/")) {
                for (var one : path.getValue().properties()) {
                    found.add(of(docs, one.getKey(), path.getKey(), one.getValue()));
                }
            }
        }
        return found;
    }

    private static Operation of(JsonNode docs, String method, String path, JsonNode operation) {
        var schema = operation.at("/requestBody/content/application~1json/schema");
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                operation.path("x-roles").valueStream().map(JsonNode::asString).toList(),
                operation
                        .path("parameters")
                        .valueStream()
                        .filter(one -> one.path("in").asString().equals("query"))
                        .map(one -> one.path("name").asString())
                        .toList(),
                schema.isMissingNode() ? null : example(docs, schema, 0));
    }

    private static JsonNode example(JsonNode docs, JsonNode schema, int depth) {
        var reference = schema.path("$ref").asString("");
        if (!reference.isEmpty()) {
            return depth > DEEPEST
                    ? JsonNodeFactory.instance.nullNode()
                    : example(docs, docs.at(reference.substring(1)), depth + 1);
        }
        if (schema.path("enum").size() > 0) {
            return schema.path("enum").get(0);
        }
        return switch (schema.path("type").asString("object")) {
            case "string" -> JsonNodeFactory.instance.stringNode("X1");
            case "integer", "number" -> JsonNodeFactory.instance.numberNode(1);
            case "boolean" -> JsonNodeFactory.instance.booleanNode(false);
            case "array" ->
                    JsonNodeFactory.instance
                            .arrayNode()
                            .add(example(docs, schema.path("items"), depth + 1));
            default -> {
                var object = JsonNodeFactory.instance.objectNode();
                schema.path("properties")
                        .properties()
                        .forEach(field ->
                                object.set(
                                        field.getKey(),
                                        example(docs, field.getValue(), depth + 1)));
                yield object;
            }
        };
    }

    /// The bodies that have one of its texts replaced, one after the other.
    List<String> bodiesWith(String text) {
        var bodies = new ArrayList<String>();
        if (example instanceof ObjectNode object) {
            for (var field : object.properties()) {
                var value = field.getValue();
                if (value.isString()) {
                    bodies.add(changed(copy -> copy.put(field.getKey(), text)));
                } else if (value.isArray() && value.size() > 0 && value.get(0).isString()) {
                    bodies.add(
                            changed(copy -> {
                                copy.putArray(field.getKey()).add(text);
                                return copy;
                            }));
                } else if (value instanceof ObjectNode inner) {
                    for (var name : inner.propertyNames()) {
                        if (inner.path(name).isString()) {
                            var replaced = inner.deepCopy().put(name, text);
                            bodies.add(
                                    changed(copy -> {
                                        copy.set(field.getKey(), replaced);
                                        return copy;
                                    }));
                        }
                    }
                }
            }
        }
        return bodies;
    }

    private String changed(UnaryOperator<ObjectNode> change) {
        return example instanceof ObjectNode object
                ? JSON.writeValueAsString(change.apply(object.deepCopy()))
                : "{}";
    }

    /// A body of the right form, or none.
    String body() {
        return example == null ? "" : JSON.writeValueAsString(example);
    }

    boolean hasVariables() {
        return path.contains("{");
    }

    /// The path with a name in the place of each variable.
    String at(String name) {
        return path.replaceAll("\\{\\w+}", Matcher.quoteReplacement(name));
    }

    /// A role that may, so that what is tried is looked at.
    String role() {
        return roles.isEmpty() ? "ops" : roles.getFirst();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
