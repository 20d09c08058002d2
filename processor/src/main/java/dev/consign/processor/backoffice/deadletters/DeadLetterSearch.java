package dev.consign.processor.backoffice.deadletters;

import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import dev.consign.processor.backoffice.deadletters.stored.DeadLetterStatus;
import dev.consign.processor.backoffice.deadletters.stored.StoredDeadLetter;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Finds letters, newest failure first.
@Component
final class DeadLetterSearch {
    // A body beyond this is no message of ours; a page of two hundred must not fill the heap.
    private static final String COLUMNS =
            """
            letter_id, message_id, queue, status, cause, detail, attempts, first_failed_at, last_failed_at,
            sent_by, order_no, payment_no, transaction_id, currency, amount_minor, requeues, body_type,
            CASE WHEN OCTET_LENGTH(body) <= 262144 THEN body END AS body
            """;

    private static final String LIST = "SELECT %s  FROM dead_letter".formatted(COLUMNS);

    private static final String ONE =
            "SELECT %s FROM dead_letter WHERE letter_id = :letter".formatted(COLUMNS);

    private static final String FAILED_AT =
            "SELECT last_failed_at FROM dead_letter WHERE letter_id = :letter";

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

    DeadLetterSearch(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    KeysetPage<StoredDeadLetter> page(Filter filter) {
        return transactions.call(() ->
                statement(filter, failedAt(filter.window.after()))
                        .read(
                                jdbc,
                                (row, _) -> StoredDeadLetter.of(row),
                                StoredDeadLetter::letterId));
    }

    static PageStatement statement(Filter filter, @Nullable Instant afterAt) {
        return PageStatement.latestFirst(
                        LIST, "letter_id", "last_failed_at", filter.window, afterAt)
                .where("cause = :cause", filter.cause)
                .where("queue = :queue", filter.queue)
                .where("order_no = :order", filter.orderNo)
                .where("payment_no = :payment", filter.paymentNo)
                .where("transaction_id = :transaction", filter.transactionId)
                .where("status = :status", filter.status)
                .where("message_id = :message", filter.messageId);
    }

    /// As it is now: a letter that has failed again since stands in another place.
    private @Nullable Instant failedAt(@Nullable String letterId) {
        return letterId == null
                ? null
                : jdbc.sql(FAILED_AT)
                        .param("letter", letterId)
                        .query((row, _) -> Utc.instant(row, "last_failed_at"))
                        .single();
    }

    Optional<StoredDeadLetter> one(String letterId) {
        return transactions.call(() ->
                jdbc.sql(ONE)
                        .param("letter", letterId)
                        .query((row, _) -> StoredDeadLetter.of(row))
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
                                        DeadLetterStatus.valueOf(row.getString("status")),
                                        row.getLong("letters"),
                                        Utc.instant(row, "first_failed_at"),
                                        Utc.instant(row, "last_failed_at")))
                        .list());
    }

    static Map<String, String> headers(String json) {
        return JSON.readValue(json, TEXTS);
    }

    /// Null matches everything.
    record Filter(
            @Nullable String cause,
            @Nullable String queue,
            @Nullable String orderNo,
            @Nullable String paymentNo,
            @Nullable String transactionId,
            @Nullable String status,
            @Nullable String messageId,
            Window window) {}

    /// What is not read with a list.
    record LongParts(Map<String, String> headers, @Nullable String stack, byte[] body) {}

    /// Letters that have queue, cause and status in common.
    record Group(
            String queue,
            String cause,
            DeadLetterStatus status,
            long count,
            Instant firstFailedAt,
            Instant lastFailedAt) {}
}
