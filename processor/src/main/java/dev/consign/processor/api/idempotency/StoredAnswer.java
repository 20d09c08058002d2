package dev.consign.processor.api.idempotency;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// An answer that is given again, byte for byte, to every repeat.
///
/// @param status HTTP status
/// @param body JSON
/// @param replayed whether it was stored before
public record StoredAnswer(int status, String body, boolean replayed) {
    /// The header that tells a repeat from the first answer.
    public static final String REPLAYED = "Idempotency-Replayed";

    /// To the first request.
    public static StoredAnswer first(Completion completion, String body) {
        return new StoredAnswer(completion.status(), body, false);
    }

    /// To a repeat, of what is stored elsewhere than under its key.
    public static StoredAnswer again(Completion completion, String body) {
        return new StoredAnswer(completion.status(), body, true);
    }

    /// As it is sent.
    public ResponseEntity<String> response() {
        var response = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
        if (replayed) {
            response.header(REPLAYED, "true");
        }
        return response.body(body);
    }
}
