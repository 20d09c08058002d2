package dev.consign.processor.backoffice.deadletters;

import dev.consign.broker.deadletter.Senders;
import dev.consign.broker.outbox.Outbox;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.audit.Audit;
import dev.consign.processor.security.Caller;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Lets a person send a letter again or give it up, once each time it failed, whoever clicks how
/// often (incident P8), and only the person who may (issue 10). Claim, message and audit are
/// committed together or not at all.
final class DeadLetterActions {
    // OPEN in the WHERE is the whole claim: of twenty clicks one finds the row.
    private static final String CLAIM =
            """
            UPDATE dead_letter
               SET status = 'REQUEUED', requeues = requeues + 1, requeued_at = :at
             WHERE letter_id = :letter AND status = 'OPEN'
               AND first_failed_at >= :oldest -- rule 4: what is older may be forgotten by the engine
            """;

    private static final String TOO_OLD =
            """
            SELECT COUNT(*) FROM dead_letter
             WHERE letter_id = :letter AND status = 'OPEN' AND first_failed_at < :oldest
            """;

    private static final String DISCARD =
            "UPDATE dead_letter SET status = 'DISCARDED' WHERE letter_id = :letter AND status = 'OPEN'";

    private static final String UNDISCARD =
            "UPDATE dead_letter SET status = 'OPEN' WHERE letter_id = :letter AND status = 'DISCARDED'";

    private static final String HEADERS =
            "SELECT headers FROM dead_letter WHERE letter_id = :letter";

    private static final String CONSUMED_AS =
            "UPDATE dead_letter SET consumed_as = :name WHERE letter_id = :letter";

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final DeadLetterSearch search;
    private final Verdicts verdicts;
    private final Sending sending;
    private final Duration longestAge;

    /// @param longestAge after its first failure a letter can be sent again no longer than this
    DeadLetterActions(
            JdbcClient jdbc,
            Transactions transactions,
            DeadLetterSearch search,
            Verdicts verdicts,
            Sending sending,
            Duration longestAge) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.search = search;
        this.verdicts = verdicts;
        this.sending = sending;
        this.longestAge = longestAge;
    }

    /// @throws ApiFailure 404, 403 when only finance may, or 409 with what became of the letter or
    ///   why it would only come back
    void requeue(String letterId, Caller caller, String reason) {
        transactions.run(() -> {
            var now = sending.clock().instant();
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
            send(letterId, caller);
            audit(
                    letterId,
                    caller,
                    "DEAD_LETTER_REQUEUE",
                    reason,
                    DeadLetterStatus.OPEN,
                    DeadLetterStatus.REQUEUED);
        });
    }

    /// @throws ApiFailure 404, 403 when only finance may, or 409 with what became of the letter
    void discard(String letterId, Caller caller, String reason) {
        transactions.run(() -> {
            var letter = search.one(letterId).orElseThrow(DeadLetterActions::notFound);
            if (letter.status() == DeadLetterStatus.OPEN) {
                mayDecide(letter, caller, "give it up");
            }
            var discarded = jdbc.sql(DISCARD).param("letter", letterId).update();
            if (discarded == 0) {
                throw notOpen(letterId);
            }
            audit(
                    letterId,
                    caller,
                    "DEAD_LETTER_DISCARD",
                    reason,
                    DeadLetterStatus.OPEN,
                    DeadLetterStatus.DISCARDED);
        });
    }

    /// @throws ApiFailure 404, or 409 when the letter is not given up
    void undiscard(String letterId, Caller caller, String reason) {
        transactions.run(() -> {
            var opened = jdbc.sql(UNDISCARD).param("letter", letterId).update();
            if (opened == 0) {
                throw notDiscarded(letterId);
            }
            audit(
                    letterId,
                    caller,
                    "DEAD_LETTER_UNDISCARD",
                    reason,
                    DeadLetterStatus.DISCARDED,
                    DeadLetterStatus.OPEN);
        });
    }

    private void send(String letterId, Caller caller) {
        // As it was before the claim, which has locked the row.
        var letter = search.one(letterId).orElseThrow(DeadLetterActions::notFound).reopened();
        var contents = letter.contents(sending.senders());
        if (contents instanceof DecodedBody.Unreadable(var cause, var detail)) {
            throw blocked("This letter would only come back (%s): %s.".formatted(cause, detail));
        }
        if (contents instanceof DecodedBody.Forged(var detail)) {
            throw blocked("Nobody may send this letter again: %s.".formatted(detail));
        }
        mayDecide(letter, caller, "send it again");
        jdbc.sql(CONSUMED_AS)
                .param("name", DecodedBody.consumedAs(contents))
                .param("letter", letterId)
                .update();
        var headers =
                DeadLetterSearch.headers(
                        jdbc.sql(HEADERS).param("letter", letterId).query(String.class).single());
        sending.outbox().add(List.of(Again.of(letter, headers)));
    }

    private void mayDecide(StoredDeadLetter letter, Caller caller, String what) {
        var foretold = verdicts.of(List.of(letter)).get(letter.letterId());
        if (foretold == null || !foretold.decidedBy().contains(caller.role())) {
            throw new ApiFailure(
                    HttpStatus.FORBIDDEN,
                    "needs_finance",
                    "Money hangs on this letter%s: only finance may %s."
                            .formatted(
                                    letter.amount() == null ? "" : " (" + letter.amount() + ")",
                                    what));
        }
    }

    private void audit(
            String letterId,
            Caller caller,
            String action,
            String reason,
            DeadLetterStatus before,
            DeadLetterStatus after) {
        sending.audit()
                .write(caller.actor(), action, letterId, reason, before.name(), after.name());
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
        return switch (status(letterId)) {
            case REQUEUED -> onItsWay();
            case RESOLVED -> resolved();
            case DISCARDED ->
                    conflict("discarded", "This letter was given up; that can be taken back.");
            // It failed again between our two statements.
            case OPEN -> changing();
        };
    }

    private ApiFailure notDiscarded(String letterId) {
        return switch (status(letterId)) {
            case REQUEUED -> onItsWay();
            case RESOLVED -> resolved();
            case OPEN -> conflict("already_open", "This letter is open: it is not given up.");
            case DISCARDED -> changing();
        };
    }

    private DeadLetterStatus status(String letterId) {
        return jdbc.sql("SELECT status FROM dead_letter WHERE letter_id = :letter")
                .param("letter", letterId)
                .query(String.class)
                .optional()
                .map(DeadLetterStatus::valueOf)
                .orElseThrow(DeadLetterActions::notFound);
    }

    private static ApiFailure notFound() {
        return new ApiFailure(HttpStatus.NOT_FOUND, "not_found", "There is no such dead letter.");
    }

    private static ApiFailure onItsWay() {
        return conflict(
                "already_requeued",
                "This letter is on its way already; look at it again in a moment.");
    }

    private static ApiFailure resolved() {
        return conflict("already_resolved", "This letter was requeued and has been processed.");
    }

    private static ApiFailure changing() {
        return conflict("try_again", "This letter is changing just now; try again.");
    }

    private static ApiFailure blocked(String detail) {
        return conflict("blocked", detail);
    }

    private static ApiFailure conflict(String code, String detail) {
        return new ApiFailure(HttpStatus.CONFLICT, code, detail);
    }

    /// What an action needs to send and to sign.
    record Sending(Outbox outbox, Senders senders, Audit audit, InstantSource clock) {}
}
