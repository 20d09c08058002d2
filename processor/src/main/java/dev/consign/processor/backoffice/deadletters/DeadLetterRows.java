package dev.consign.processor.backoffice.deadletters;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps one row a queue, message id, sender and body, however often it fails and however often the
/// same failure is delivered. No letter ever replaces the body of another.
@Component
final class DeadLetterRows {
    // With nothing counted yet: the statement below counts, the first time as every other time.
    private static final String INSERT =
            """
            INSERT INTO dead_letter (letter_id, message_id, queue, status, cause, detail, stack, headers, body,
                                     body_type, body_digest, sent_by, order_no, payment_no, transaction_id, currency,
                                     amount_minor, first_failed_at, last_failed_at, attempts, requeues, last_key)
            VALUES (:letter, :message, :queue, 'OPEN', :cause, '', NULL, '{}', :body, :type, :digest, :sender, NULL, NULL,
                    :transaction, :currency, :minor, :at, :at, 0, 0, '')
            ON DUPLICATE KEY UPDATE letter_id = letter_id -- known: counted below
            """;

    // last_key: a letter that was drained before, and whose JMS commit was lost, changes nothing.
    // OPEN whatever it was: it failed again after somebody had sent it or given it up.
    private static final String COUNT =
            """
            UPDATE dead_letter
               SET attempts = attempts + 1, status = 'OPEN', cause = :cause, detail = :detail, stack = :stack,
                   headers = :headers,
                   payment_no = :payment,
                   order_no = COALESCE(:order, (SELECT p.order_no FROM payment p WHERE p.payment_no = :payment)),
                   last_failed_at = :at, last_key = :key
             WHERE queue = :queue AND message_id = :message AND body_digest = :digest
               AND last_key <> :key
            """;

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final IdSource ids;

    DeadLetterRows(JdbcClient jdbc, Transactions transactions, IdSource ids) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.ids = ids;
    }

    /// @return false when this very failure was counted before
    boolean keep(DeadLetter letter) {
        var named = letter.named();
        var amount = named.amount();
        return transactions.call(() -> {
            jdbc.sql(INSERT)
                    .param("letter", ids.next(NumberPrefix.DEAD_LETTER))
                    .param("message", letter.messageId())
                    .param("queue", letter.queue())
                    .param("cause", letter.cause())
                    .param("body", letter.body())
                    .param("type", letter.bodyType().name())
                    .param("digest", letter.digest())
                    .param("sender", letter.sentBy())
                    .param("transaction", named.transactionId())
                    .param("currency", amount == null ? null : amount.currency().getCurrencyCode())
                    .param("minor", amount == null ? null : amount.minor())
                    .param("at", Utc.column(letter.failedAt()))
                    .update();
            var counted =
                    jdbc.sql(COUNT)
                            .param("cause", letter.cause())
                            .param("detail", letter.detail())
                            .param("stack", letter.stack())
                            .param("headers", letter.headers())
                            .param("payment", named.paymentNo())
                            .param("order", named.orderNo())
                            .param("at", Utc.column(letter.failedAt()))
                            .param("key", letter.key())
                            .param("queue", letter.queue())
                            .param("message", letter.messageId())
                            .param("digest", letter.digest())
                            .update();
            if (counted > 1) {
                throw new InvariantViolation("two rows for " + letter.messageId());
            }
            return counted == 1;
        });
    }
}
