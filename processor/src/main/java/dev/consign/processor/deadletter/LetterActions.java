package dev.consign.processor.deadletter;

import dev.consign.broker.QueueName;
import dev.consign.id.IdSource;
import dev.consign.message.MessageType;
import dev.consign.processor.outbox.Outbox;
import dev.consign.processor.outbox.OutboxMessage;
import dev.consign.processor.problem.ApiFailure;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Lets a person send a letter again or give it up, once each time it failed, whoever clicks how
/// often (incident P8). Claim, message and audit are committed together or not at all.
final class LetterActions {
    // OPEN in the WHERE is the whole claim: of twenty clicks one finds the row.
    private static final String CLAIM =
            """
            UPDATE dead_letter
               SET status = 'REQUEUED', requeues = requeues + 1, requeued_at = :at
             WHERE letter_id = :letter AND status = 'OPEN'
               AND first_failed_at >= :oldest -- rule 4: what is older may be forgotten by the door
            """;

    private static final String TOO_OLD =
            """
            SELECT COUNT(*) FROM dead_letter
             WHERE letter_id = :letter AND status = 'OPEN' AND first_failed_at < :oldest
            """;

    private static final String DISCARD =
            "UPDATE dead_letter SET status = 'DISCARDED' WHERE letter_id = :letter AND status = 'OPEN'";

    private static final String CLAIMED =
            """
            SELECT queue, message_id, cause, body, body_type, headers, requeues
              FROM dead_letter
             WHERE letter_id = :letter
            """;

    private static final String CONSUMED_AS =
            "UPDATE dead_letter SET consumed_as = :name WHERE letter_id = :letter";

    private static final String AUDIT =
            """
            INSERT INTO audit (audit_id, at, actor, action, subject, reason, before_state, after_state)
            VALUES (:id, :at, :actor, :action, :letter, :reason, 'OPEN', :after)
            """;

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Outbox outbox;
    private final IdSource ids;
    private final InstantSource clock;
    private final Duration longestAge;

    /// @param longestAge after its first failure a letter can be sent again no longer than this
    LetterActions(
            JdbcClient jdbc,
            Transactions transactions,
            Outbox outbox,
            IdSource ids,
            InstantSource clock,
            Duration longestAge) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
        this.longestAge = longestAge;
    }

    /// @throws ApiFailure 404, or 409 with what became of the letter or why it would only come back
    void requeue(String letterId, String actor, String reason) {
        transactions.run(() -> {
            var now = clock.instant();
            var oldest = Utc.column(now.minus(longestAge));
            var claimed =
                    jdbc.sql(CLAIM)
                            .param("at", Utc.column(now))
                            .param("oldest", oldest)
                            .param("letter", letterId)
                            .update();
            InvariantViolation.expect("letters claimed", Math.min(claimed, 1), claimed);
            if (claimed == 0) {
                var old =
                        jdbc.sql(TOO_OLD)
                                .param("letter", letterId)
                                .param("oldest", oldest)
                                .query(Long.class)
                                .single();
                throw old > 0 ? tooOld() : notOpen(letterId);
            }
            send(letterId);
            audit(letterId, actor, "DEAD_LETTER_REQUEUE", reason, LetterStatus.REQUEUED);
        });
    }

    /// @throws ApiFailure 404, or 409 with what became of the letter
    void discard(String letterId, String actor, String reason) {
        transactions.run(() -> {
            var discarded = jdbc.sql(DISCARD).param("letter", letterId).update();
            if (discarded == 0) {
                throw notOpen(letterId);
            }
            audit(letterId, actor, "DEAD_LETTER_DISCARD", reason, LetterStatus.DISCARDED);
        });
    }

    private void send(String letterId) {
        var letter =
                jdbc.sql(CLAIMED)
                        .param("letter", letterId)
                        .query((row, _) ->
                                new Claimed(
                                        row.getString("queue"),
                                        row.getString("message_id"),
                                        row.getString("cause"),
                                        new String(row.getBytes("body"), StandardCharsets.UTF_8),
                                        BodyType.valueOf(row.getString("body_type")),
                                        LetterSearch.headers(row.getString("headers")),
                                        row.getInt("requeues")))
                        .single();
        var contents = letter.contents();
        if (contents instanceof Contents.Unreadable(var cause, var detail)) {
            throw conflict(
                    "blocked",
                    "This letter would only come back (%s): %s.".formatted(cause, detail));
        }
        jdbc.sql(CONSUMED_AS)
                .param("name", Contents.consumedAs(contents))
                .param("letter", letterId)
                .update();
        outbox.add(List.of(letter.again(letterId)));
    }

    private void audit(
            String letterId, String actor, String action, String reason, LetterStatus after) {
        jdbc.sql(AUDIT)
                .param("id", ids.next('A'))
                .param("at", Utc.column(clock.instant()))
                .param("actor", Texts.ascii(actor, 64))
                .param("action", action)
                .param("letter", letterId)
                .param("reason", reason)
                .param("after", after.name())
                .update();
    }

    private ApiFailure tooOld() {
        return conflict(
                "too_old",
                """
                This letter first failed more than %d days ago, and whether its message was processed \
                is not known for that long; check the order, then discard the letter.\
                """
                        .formatted(longestAge.toDays()));
    }

    private ApiFailure notOpen(String letterId) {
        var status =
                jdbc.sql("SELECT status FROM dead_letter WHERE letter_id = :letter")
                        .param("letter", letterId)
                        .query(String.class)
                        .optional()
                        .map(LetterStatus::valueOf);
        if (status.isEmpty()) {
            return new ApiFailure(
                    HttpStatus.NOT_FOUND, "not_found", "There is no such dead letter.");
        }
        return switch (status.get()) {
            case REQUEUED ->
                    conflict(
                            "already_requeued",
                            "This letter is on its way already; look at it again in a moment.");
            case RESOLVED ->
                    conflict(
                            "already_resolved", "This letter was requeued and has been processed.");
            case DISCARDED -> conflict("discarded", "This letter was given up; see the audit.");
            // It failed again between our two statements.
            case OPEN -> conflict("try_again", "This letter is changing just now; try again.");
        };
    }

    private static ApiFailure conflict(String code, String detail) {
        return new ApiFailure(HttpStatus.CONFLICT, code, detail);
    }

    private record Claimed(
            String queue,
            String messageId,
            String cause,
            String body,
            BodyType bodyType,
            Map<String, String> headers,
            int requeues) {
        Contents contents() {
            return bodyType == BodyType.TEXT
                    ? Contents.of(queue, body)
                    : new Contents.Unreadable(cause, "it is no text message but " + bodyType);
        }

        /// The same message id, by which its consumer knows it, and a new duplicate id: under the
        /// old one, or that of another letter with this message id, the broker would drop it
        /// without a word.
        OutboxMessage again(String letterId) {
            var target =
                    Contents.queue(queue)
                            .orElseThrow(() -> new InvariantViolation("read for no queue"));
            return new OutboxMessage(
                    target,
                    type(target).name(),
                    messageId,
                    letterId + ":r" + requeues,
                    body,
                    ofTheSender());
        }

        private static MessageType type(QueueName target) {
            return switch (target) {
                case PAYMENT_CALLBACK, PAYMENT_REISSUE -> MessageType.PAYMENT_FACT;
                case NOTIFICATION -> MessageType.NOTIFICATION;
                case DEAD_LETTER -> throw new InvariantViolation("requeued to the dead letters");
            };
        }

        private Map<String, String> ofTheSender() {
            var kept = new TreeMap<String, String>();
            headers.forEach((name, value) -> {
                if (LetterHeaders.mayTravelAgain(name)) {
                    kept.put(name, value);
                }
            });
            return kept;
        }
    }
}
