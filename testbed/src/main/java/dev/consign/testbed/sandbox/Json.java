package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.account.Refusal;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Reads request bodies; whatever is wrong with one is said in a 400 that names the field.
final class Json {
    private Json() {}

    static <T> T read(JsonMapper json, String body, Class<T> type) {
        try {
            var value = json.readValue(body.isBlank() ? "{}" : body, type);
            if (value == null) {
                throw new Refusal(400, "bad_request", "the body must be a JSON object");
            }
            return value;
        } catch (JacksonException e) {
            // A rule of ours, broken inside a record's constructor, arrives wrapped.
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof Refusal refusal) {
                    throw refusal;
                }
            }
            throw new Refusal(400, "bad_json", "unreadable JSON: " + e.getOriginalMessage());
        }
    }

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new Refusal(400, "bad_request", field + " is missing");
        }
        return value;
    }

    static URI web(String field, @Nullable URI value) {
        var url = present(field, value);
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            throw new Refusal(400, "bad_request", field + " must be an http or https address");
        }
        return url;
    }

    static String text(String field, @Nullable String value, int longest) {
        var text = present(field, value);
        if (!text.matches("[A-Za-z0-9._-]{1," + longest + "}")) {
            throw new Refusal(
                    400,
                    "bad_request",
                    field + " must be 1 to " + longest + " letters, digits, dots or dashes");
        }
        return text;
    }
}
