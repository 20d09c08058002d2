package dev.consign.processor.api.describe;

import dev.consign.processor.api.idempotency.IdempotentRequest;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Says of each operation which codes it can answer with, and what each of them means.
final class ErrorCodes {
    static final String PROBLEM = "Problem";
    private static final Texts CODES = Texts.read("codes.yml");

    private ErrorCodes() {}

    /// @param own those that only some operations have, as `code` or `code/status`
    static void describe(Operation operation, List<String> own, boolean isList) {
        var byStatus = new TreeMap<String, Map<String, String>>();
        own.forEach(code -> add(byStatus, code));
        CODES.entries()
                .keySet()
                .forEach(code -> {
                    if (applies(CODES.of(code), operation, isList)) {
                        add(byStatus, code);
                    }
                });
        byStatus.forEach((status, codes) ->
                operation.getResponses().addApiResponse(status, response(status, codes)));
        operation.getResponses().remove("default");
    }

    /// The same for what is no part of the API and answers in its caller's own way.
    static void describeOpen(Operation operation, List<String> codes) {
        var byStatus = new TreeMap<String, Map<String, String>>();
        codes.forEach(code -> add(byStatus, code));
        byStatus.forEach((status, all) ->
                operation.getResponses().addApiResponse(status, response(status, all)));
    }

    private static boolean applies(Texts code, Operation operation, boolean isList) {
        return code.has("each")
                || (code.has("body") && operation.getRequestBody() != null)
                || (code.has("list") && isList)
                || (code.has("key") && takesKey(operation));
    }

    private static boolean takesKey(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(one -> IdempotentRequest.HEADER.equals(one.getName()));
    }

    private static void add(Map<String, Map<String, String>> byStatus, String code) {
        var slash = code.indexOf('/');
        var name = slash < 0 ? code : code.substring(0, slash);
        var status = slash < 0 ? CODES.of(name).text("status") : code.substring(slash + 1);
        var meaning = CODES.of(name).text("meaning");
        if (status == null || meaning == null) {
            throw new IllegalStateException(
                    "openapi/codes.yml does not say what %s is".formatted(name));
        }
        byStatus.computeIfAbsent(status, _ -> new LinkedHashMap<>()).put(name, meaning);
    }

    private static ApiResponse response(String status, Map<String, String> codes) {
        var media = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM));
        codes.keySet()
                .forEach(code ->
                        media.addExamples(
                                code, new Example().$ref("#/components/examples/" + code)));
        var response =
                new ApiResponse()
                        .description(
                                codes.entrySet().stream()
                                        .map(one ->
                                                "`%s`: %s".formatted(one.getKey(), one.getValue()))
                                        .collect(Collectors.joining("\n\n")))
                        .content(new Content().addMediaType("application/problem+json", media));
        if (status.equals("429") || status.equals("503")) {
            response.addHeaderObject(
                    "Retry-After",
                    new Header()
                            .description("Seconds to wait.")
                            .schema(new IntegerSchema().example(2)));
        }
        return response;
    }

    /// One problem of each code.
    static Map<String, Example> examples() {
        var examples = new LinkedHashMap<String, Example>();
        CODES.entries()
                .keySet()
                .forEach(code -> {
                    var said = CODES.of(code);
                    var meaning = String.valueOf(said.text("meaning"));
                    examples.put(
                            code,
                            new Example()
                                    .summary(meaning)
                                    .value(
                                            example(
                                                    String.valueOf(said.text("status")),
                                                    code,
                                                    meaning)));
                });
        return examples;
    }

    private static Map<String, Object> example(String status, String code, String meaning) {
        var example = new LinkedHashMap<String, Object>();
        example.put("type", "/problems/" + code);
        example.put("title", code.replace('_', ' '));
        example.put("status", Integer.valueOf(status));
        example.put("detail", meaning);
        example.put("code", code);
        example.put("instance", "/api/…");
        return example;
    }

    /// Every answer that is no success. All codes are named here, those that come before an
    /// operation is known too.
    static ObjectSchema problem() {
        var problem = new ObjectSchema();
        problem.setDescription("RFC 9457: a stable code, and a sentence that says what to do.");
        problem.addProperty(
                "type",
                new StringSchema()
                        .description("The code as a path.")
                        .example("/problems/sold_out"));
        problem.addProperty(
                "title",
                new StringSchema().description("The status in words.").example("Conflict"));
        problem.addProperty(
                "status", new IntegerSchema().description("That of the answer.").example(409));
        problem.addProperty(
                "detail",
                new StringSchema()
                        .description("One sentence for people; it may change.")
                        .example("So many pieces are not left."));
        problem.addProperty(
                "code",
                new StringSchema()
                        .description("For programs: it never changes. There may be new ones.")
                        .example("sold_out"));
        problem.addProperty(
                "instance",
                new StringSchema().description("The path asked for.").example("/api/orders"));
        problem.setRequired(List.of("type", "title", "status", "detail", "code", "instance"));
        var meanings = new LinkedHashMap<String, Object>();
        CODES.entries()
                .keySet()
                .forEach(code -> meanings.put(code, CODES.of(code).text("meaning")));
        problem.addExtension("x-codes", meanings);
        return problem;
    }
}
