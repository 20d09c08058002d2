package dev.consign.processor.deadletter;

import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Finds letters, newest failure first.
final class LetterSearch {
    static final int LIMIT = 200;

    // A body beyond this is no message of ours; a page of two hundred must not fill the heap.
    private static final String COLUMNS =
            """
            letter_id, message_id, queue, status, cause, detail, attempts, first_failed_at, last_failed_at,
            sent_by, order_no, payment_no, transaction_id, currency, amount_minor, requeues, body_type,
            CASE WHEN OCTET_LENGTH(body) <= 262144 THEN body END AS body
            """;

    private static final String LIST =
            """
            SELECT %s
              FROM dead_letter
             WHERE (:cause IS NULL OR cause = :cause)
               AND (:queue IS NULL OR queue = :queue)
               AND (:order IS NULL OR order_no = :order)
               AND (:payment IS NULL OR payment_no = :payment)
               AND (:transaction IS NULL OR transaction_id = :transaction)
               AND (:status IS NULL OR status = :status)
               AND (:message IS NULL OR message_id = :message)
               AND (:before IS NULL
                    OR (last_failed_at, letter_id) <
                       (SELECT b.last_failed_at, b.letter_id FROM dead_letter b WHERE b.letter_id = :before))
             ORDER BY last_failed_at DESC, letter_id DESC
             LIMIT %d
            """
                    .formatted(COLUMNS, LIMIT);

    private static final String ONE =
            "SELECT %s FROM dead_letter WHERE letter_id = :letter".formatted(COLUMNS);

    private static final String LONG_PARTS =
            "SELECT headers, stack, body FROM dead_letter WHERE letter_id = :letter";

    private static final String GROUPS =
            """
            SELECT queue, cause, status, COUNT(*) AS letters,
                   MIN(first_failed_at) AS first_failed_at, MAX(last_failed_at) AS last_failed_at
              FROM dead_letter
             GROUP BY queue, cause, status
             ORDER BY MAX(last_failed_at) DESC, queue, cause, status
            """;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Transactions transactions;

    LetterSearch(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    List<StoredLetter> list(Filter filter) {
        return transactions.call(() ->
                jdbc.sql(LIST)
                        .param("cause", filter.cause())
                        .param("queue", filter.queue())
                        .param("order", filter.orderNo())
                        .param("payment", filter.paymentNo())
                        .param("transaction", filter.transactionId())
                        .param("status", filter.status())
                        .param("message", filter.messageId())
                        .param("before", filter.before())
                        .query((row, _) -> StoredLetter.of(row))
                        .list());
    }

    Optional<StoredLetter> one(String letterId) {
        return transactions.call(() ->
                jdbc.sql(ONE)
                        .param("letter", letterId)
                        .query((row, _) -> StoredLetter.of(row))
                        .optional());
    }

    /// Of a letter that is there.
    LongParts longParts(String letterId) {
        return transactions.call(() ->
                jdbc.sql(LONG_PARTS)
                        .param("letter", letterId)
                        .query((row, _) ->
                                new LongParts(
                                        headers(row.getString("headers")),
                                        row.getString("stack"),
                                        row.getBytes("body")))
                        .single());
    }

    List<Group> groups() {
        return transactions.call(() ->
                jdbc.sql(GROUPS)
                        .query((row, _) ->
                                new Group(
                                        row.getString("queue"),
                                        row.getString("cause"),
                                        LetterStatus.valueOf(row.getString("status")),
                                        row.getLong("letters"),
                                        Utc.instant(row, "first_failed_at"),
                                        Utc.instant(row, "last_failed_at")))
                        .list());
    }

    static Map<String, String> headers(String json) {
        return JSON.readValue(json, TEXTS);
    }

    /// Null matches everything.
    ///
    /// @param before a letter id: only letters behind it in the list
    record Filter(
            @Nullable String cause,
            @Nullable String queue,
            @Nullable String orderNo,
            @Nullable String paymentNo,
            @Nullable String transactionId,
            @Nullable String status,
            @Nullable String messageId,
            @Nullable String before) {}

    /// What is not read with a list.
    record LongParts(Map<String, String> headers, @Nullable String stack, byte[] body) {}

    /// Letters that have queue, cause and status in common.
    record Group(
            String queue,
            String cause,
            LetterStatus status,
            long count,
            Instant firstFailedAt,
            Instant lastFailedAt) {}
}
