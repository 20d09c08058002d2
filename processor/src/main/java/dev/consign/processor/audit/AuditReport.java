package dev.consign.processor.audit;

import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
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
    private static final String COLUMNS =
            "SELECT audit_id, at, actor, action, subject, reason, before_state, after_state FROM audit";

    private final JdbcClient jdbc;

    AuditReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Newest first.
    KeysetPage<Entry> page(Wanted wanted) {
        return statement(wanted).read(jdbc, (row, _) -> entry(row), Entry::auditId);
    }

    static PageStatement statement(Wanted wanted) {
        return PageStatement.newestFirst(COLUMNS, "audit_id", "at", wanted.window())
                .where("subject = :subject", wanted.subject())
                .where("actor = :actor", wanted.actor());
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
