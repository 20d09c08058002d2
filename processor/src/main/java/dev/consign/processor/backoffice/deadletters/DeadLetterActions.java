package dev.consign.processor.backoffice.deadletters;

import dev.consign.broker.deadletter.Senders;
import dev.consign.broker.outbox.Outbox;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.backoffice.deadletters.stored.DeadLetterStatus;
import dev.consign.processor.backoffice.deadletters.stored.DecodedBody;
import dev.consign.processor.backoffice.deadletters.stored.StoredDeadLetter;
import dev.consign.processor.backoffice.deadletters.verdict.Again;
import dev.consign.processor.backoffice.deadletters.verdict.Verdicts;
import dev.consign.processor.security.Caller;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Lets a person send a letter again or give it up, once each time it failed, whoever clicks how
/// often (incident P8), and only the person who may (issue 10). Claim, message and audit are
/// committed together or not at all.
@Component
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
            @Value("${consign.dedup.longest-dead-letter-age}") Duration longestAge) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.search = search;
        this.verdicts = verdicts;
        this.sending = sending;
        this.longestAge = longestAge;
    }

    /// @throws Refused when there is none, only finance may, or for what became of the letter or
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
                throw old > 0
                        ? new Refused(new DeadLetterRefusal.TooOld(longestAge.toDays()))
                        : isNot(DeadLetterStatus.OPEN, letterId);
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

    /// @throws Refused when there is none, only finance may, or for what became of the letter
    void discard(String letterId, Caller caller, String reason) {
        transactions.run(() -> {
            var letter = search.one(letterId).orElseThrow(DeadLetterActions::notFound);
            if (letter.status() == DeadLetterStatus.OPEN) {
                mayDecide(letter, caller, "give it up");
            }
            var discarded = jdbc.sql(DISCARD).param("letter", letterId).update();
            if (discarded == 0) {
                throw isNot(DeadLetterStatus.OPEN, letterId);
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

    /// @throws Refused when there is none, or it is not given up
    void undiscard(String letterId, Caller caller, String reason) {
        transactions.run(() -> {
            var opened = jdbc.sql(UNDISCARD).param("letter", letterId).update();
            if (opened == 0) {
                throw isNot(DeadLetterStatus.DISCARDED, letterId);
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
            throw new Refused(new DeadLetterRefusal.Unreadable(cause, detail));
        }
        if (contents instanceof DecodedBody.Forged(var detail)) {
            throw new Refused(new DeadLetterRefusal.Forged(detail));
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
            throw new Refused(new DeadLetterRefusal.NeedsFinance(letter.amount(), what));
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

    /// A letter that is now in the state that was needed a moment ago is changing: it failed again
    /// between our two statements, say.
    private Refused isNot(DeadLetterStatus needed, String letterId) {
        var status = status(letterId);
        return new Refused(
                status == needed
                        ? new DeadLetterRefusal.Changing()
                        : new DeadLetterRefusal.WrongState(status));
    }

    private DeadLetterStatus status(String letterId) {
        return jdbc.sql("SELECT status FROM dead_letter WHERE letter_id = :letter")
                .param("letter", letterId)
                .query(String.class)
                .optional()
                .map(DeadLetterStatus::valueOf)
                .orElseThrow(DeadLetterActions::notFound);
    }

    private static Refused notFound() {
        return new Refused(new NotFound("such dead letter"));
    }

    /// What an action needs to send and to sign.
    @Component
    record Sending(Outbox outbox, Senders senders, Audit audit, InstantSource clock) {}
}
