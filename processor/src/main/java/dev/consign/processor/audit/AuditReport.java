package dev.consign.processor.audit;

import dev.consign.processor.api.list.KeysetPage;
import dev.consign.processor.api.list.Window;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads the audit. Names rise with time, so every page is a piece of an index that ends with them.
@Component
final class AuditReport {
    private static final int LIMIT = 200;

    private static final String PIECE =
            """
            SELECT audit_id, at, actor, action, subject, reason, before_state, after_state
              FROM audit
             WHERE audit_id >= :least AND audit_id < :after
               AND at >= :from AND at < :to
            """;

    private static final String NEWEST_FIRST = " ORDER BY audit_id DESC LIMIT :most";

    private static final String ALL = PIECE + NEWEST_FIRST;
    private static final String OF_SUBJECT = PIECE + " AND subject = :subject" + NEWEST_FIRST;
    private static final String OF_ACTOR = PIECE + " AND actor = :actor" + NEWEST_FIRST;
    private static final String OF_BOTH =
            PIECE + " AND subject = :subject AND actor = :actor" + NEWEST_FIRST;

    private final JdbcClient jdbc;

    AuditReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Newest first.
    KeysetPage<Entry> page(Wanted wanted) {
        var window = wanted.window();
        var found =
                jdbc.sql(statement(wanted))
                        .param("least", window.leastName())
                        .param("after", window.endName())
                        .param("from", Utc.column(window.start()))
                        .param("to", Utc.column(window.end()))
                        .param("subject", wanted.subject())
                        .param("actor", wanted.actor())
                        .param("most", LIMIT + 1)
                        .query((row, _) -> entry(row))
                        .list();
        return KeysetPage.of(found, LIMIT, Entry::auditId);
    }

    private static String statement(Wanted wanted) {
        if (wanted.subject() == null) {
            return wanted.actor() == null ? ALL : OF_ACTOR;
        }
        return wanted.actor() == null ? OF_SUBJECT : OF_BOTH;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("audit_id"),
                Utc.instant(row, "at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("reason"),
                row.getString("before_state"),
                row.getString("after_state"));
    }

    /// What to look for.
    ///
    /// @param subject null for any
    /// @param actor null for anybody
    record Wanted(@Nullable String subject, @Nullable String actor, Window window) {}

    /// What somebody did.
    ///
    /// @param actor role or name, and which key
    /// @param subject the name of what it was done to: an order, a case, a payout, …
    /// @param reason in the person's own words where one was asked for
    record Entry(
            String auditId,
            Instant at,
            String actor,
            String action,
            String subject,
            String reason,
            @Nullable String before,
            @Nullable String after) {}
}
