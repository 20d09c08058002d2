package dev.consign.processor.catalogue;

import dev.consign.id.IdSource;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes who had what encrypted anew, in the transaction that does it.
final class ResealingAudit {
    private static final int LONGEST = 64;

    private static final String NOTE =
            """
            INSERT INTO audit (audit_id, at, actor, action, subject, reason, before_state, after_state)
            VALUES (:audit, :at, :actor, 'card-keys.rotate', :subject, :reason, :before, :after)
            """;

    private final JdbcClient jdbc;
    private final IdSource ids;
    private final InstantSource clock;

    ResealingAudit(JdbcClient jdbc, IdSource ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    /// @param subject an item, or what else it was
    /// @param former fingerprints
    /// @param current a fingerprint
    void note(String actor, String subject, String reason, List<String> former, String current) {
        var before = String.join(" ", former).strip();
        jdbc.sql(NOTE)
                .param("audit", ids.next('A'))
                .param("at", Utc.column(clock.instant()))
                .param("actor", actor)
                .param("subject", subject)
                .param("reason", reason)
                .param("before", before.substring(0, Math.min(LONGEST, before.length())))
                .param("after", current)
                .update();
    }
}
