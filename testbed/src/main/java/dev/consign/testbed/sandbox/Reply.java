package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.account.Refusal;
import java.util.Map;

/// An answer that is ready to be sent.
///
/// @param status the HTTP status
/// @param type the media type
/// @param body text, or a value that is written as JSON
record Reply(int status, String type, Object body) {
    static Reply json(int status, Object body) {
        return new Reply(status, "application/json", body);
    }

    static Reply html(String page) {
        return new Reply(200, "text/html; charset=utf-8", page);
    }

    static Reply csv(String csv) {
        return new Reply(200, "text/csv; charset=utf-8", csv);
    }

    static Reply refusal(Refusal refusal) {
        return json(
                refusal.status(),
                Map.of("code", refusal.code(), "message", String.valueOf(refusal.getMessage())));
    }
}
