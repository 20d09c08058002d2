package dev.consign.processor.backoffice.reconciliations;

import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.backoffice.reconciliations.RunView.Total;
import dev.consign.processor.hibernate.Sessions;
import dev.consign.reconciliation.BreakType;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads runs and what they found.
@Component
final class Reports {
    static final String TOTALS =
            """
            SELECT run_id, type, currency, breaks, amount_minor FROM recon_run_total
             WHERE run_id IN (:runs) ORDER BY run_id, type, currency
            """;

    private static final String RUNS = "SELECT * FROM recon_run";

    static final String BREAKS =
            """
            SELECT b.* FROM recon_run_break r JOIN recon_break b ON b.break_id = r.break_id
             WHERE r.run_id = :run AND r.break_id > :after
               AND b.found_at >= :from AND b.found_at < :to
               AND (:type IS NULL OR b.type = :type) AND (:status IS NULL OR b.status = :status)
             ORDER BY r.break_id LIMIT :limit
            """;

    private static final int MOST_BREAKS = 1_000;

    private final Sessions sessions;
    private final Transactions transactions;
    private final JdbcClient jdbc;

    Reports(Sessions sessions, Transactions transactions, JdbcClient jdbc) {
        this.sessions = sessions;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// @throws Refused when there is no such run
    RunView run(String runId) {
        var row =
                transactions.call(() ->
                        Optional.ofNullable(
                                sessions.call(session -> session.get(RunRow.class, runId))));
        return viewed(List.of(row.orElseThrow(() -> new Refused(new NotFound("such run")))))
                .getFirst();
    }

    /// Newest first.
    KeysetPage<RunView> runs(@Nullable String gateway, @Nullable LocalDate date, Window window) {
        var statement = statement(gateway, date, window);
        var found =
                transactions.call(() ->
                        sessions.call(session -> {
                            var query = session.createNativeQuery(statement.sql(), RunRow.class);
                            statement.values().forEach(query::setParameter);
                            return query.getResultList();
                        }));
        var page = statement.page(found, row -> row.runId);
        return new KeysetPage<>(viewed(page.items()), page.next());
    }

    static PageStatement statement(
            @Nullable String gateway, @Nullable LocalDate date, Window window) {
        return PageStatement.newestFirst(RUNS, "run_id", "requested_at", window)
                .where("gateway = :gateway", gateway)
                .where("business_date = :date", date);
    }

    /// What a run found, in the order in which the differences were first seen.
    KeysetPage<BreakView> breaks(
            String runId, @Nullable String type, @Nullable String status, Window window) {
        var after = window.after();
        var rows =
                transactions.call(() ->
                        sessions.call(session ->
                                session.createNativeQuery(BREAKS, BreakRow.class)
                                        .setParameter("run", runId)
                                        .setParameter("after", after == null ? "" : after)
                                        .setParameter("from", Utc.column(window.start()))
                                        .setParameter("to", Utc.column(window.end()))
                                        .setParameter("type", type, String.class)
                                        .setParameter("status", status, String.class)
                                        .setParameter("limit", MOST_BREAKS + 1)
                                        .getResultList()));
        return KeysetPage.of(rows, MOST_BREAKS, row -> row.breakId).map(BreakView::of);
    }

    private List<RunView> viewed(List<RunRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        var totals =
                jdbc
                        .sql(TOTALS)
                        .param("runs", rows.stream().map(row -> row.runId).toList())
                        .query((row, _) ->
                                Map.entry(
                                        row.getString("run_id"),
                                        new Total(
                                                BreakType.valueOf(row.getString("type")),
                                                row.getString("currency"),
                                                row.getLong("breaks"),
                                                row.getLong("amount_minor"))))
                        .list()
                        .stream()
                        .collect(
                                Collectors.groupingBy(
                                        Map.Entry::getKey,
                                        Collectors.mapping(
                                                Map.Entry::getValue, Collectors.toList())));
        return rows.stream()
                .map(row -> RunView.of(row, totals.getOrDefault(row.runId, List.of())))
                .toList();
    }
}
