package dev.consign.platform.audit;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Keeps who did what by hand, and why: the only code that writes the audit. It is written in the
/// transaction of what was done, so that there is no act without its line and no line without its
/// act; and it is written once, by a database user who cannot change it (issue 11 number 6).
///
/// Never a secret, a card key or an address: of those it says how many, or where.
@Component
public final class Audit {
    private static final int LONGEST_ACTOR = 64;
    private static final int LONGEST_SUBJECT = 96;
    private static final int LONGEST_REASON = 400;
    private static final int LONGEST_STATE = 64;

    private static final String WRITE =
            """
            INSERT INTO audit (audit_id, at, actor, action, subject, reason, before_state, after_state)
            VALUES (:id, :at, :actor, :action, :subject, :reason, :before, :after)
            """;

    private final JdbcClient jdbc;
    private final IdSource ids;
    private final InstantSource clock;

    public Audit(JdbcClient jdbc, IdSource ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    /// For what has no states.
    ///
    /// @throws InvariantViolation outside a transaction
    public void write(String actor, String action, String subject, String reason) {
        write(actor, action, subject, reason, null, null);
    }

    /// @param actor as the processor's `Caller.actor()` gives it, the one format there is
    /// @param action what was done, in capitals
    /// @param subject the name of what it was done to
    /// @param reason in the person's own words, or what was done in ours
    /// @param before the subject's state before; null for what has none
    /// @param after the same afterwards, or the name of what was made
    /// @throws InvariantViolation outside a transaction
    public void write(
            String actor,
            String action,
            String subject,
            String reason,
            @Nullable String before,
            @Nullable String after) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new InvariantViolation("an act is audited in its own transaction: " + action);
        }
        jdbc.sql(WRITE)
                .param("id", ids.next(NumberPrefix.AUDIT_ENTRY))
                .param("at", Utc.column(clock.instant()))
                .param("actor", ascii(actor, LONGEST_ACTOR))
                .param("action", action)
                .param("subject", ascii(subject, LONGEST_SUBJECT))
                .param("reason", cut(reason, LONGEST_REASON))
                .param("before", before == null ? null : ascii(before, LONGEST_STATE))
                .param("after", after == null ? null : ascii(after, LONGEST_STATE))
                .update();
    }

    /// What the column cannot hold must not undo what was done.
    private static String ascii(String text, int longest) {
        return cut(text.replaceAll("[^ -~]", "?"), longest);
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }
}
