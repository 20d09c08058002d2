package dev.consign.processor.deadletter;

import dev.consign.sql.Utc;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of the table.
///
/// @param body null when it was too large to be read with a list
record StoredLetter(
        String letterId,
        String messageId,
        String queue,
        LetterStatus status,
        String cause,
        String detail,
        int attempts,
        Instant firstFailedAt,
        Instant lastFailedAt,
        @Nullable String orderNo,
        @Nullable String paymentNo,
        int requeues,
        BodyType bodyType,
        byte @Nullable [] body) {

    /// What its consumer would read.
    Contents contents() {
        if (bodyType != BodyType.TEXT) {
            return new Contents.Unreadable(
                    cause, "only text messages are read, and this one is " + bodyType);
        }
        return body == null
                ? new Contents.Unreadable("TOO_LARGE", "the body is larger than any we write")
                : Contents.of(queue, new String(body, StandardCharsets.UTF_8));
    }

    static StoredLetter of(ResultSet row) throws SQLException {
        return new StoredLetter(
                row.getString("letter_id"),
                row.getString("message_id"),
                row.getString("queue"),
                LetterStatus.valueOf(row.getString("status")),
                row.getString("cause"),
                row.getString("detail"),
                row.getInt("attempts"),
                Utc.instant(row, "first_failed_at"),
                Utc.instant(row, "last_failed_at"),
                row.getString("order_no"),
                row.getString("payment_no"),
                row.getInt("requeues"),
                BodyType.valueOf(row.getString("body_type")),
                row.getBytes("body"));
    }
}
