package dev.consign.processor.reconciliation;

import dev.consign.processor.catalogue.Sessions;
import dev.consign.processor.problem.Fields;
import dev.consign.processor.reconciliation.RunView.Total;
import dev.consign.reconciliation.BreakType;
import dev.consign.sql.Transactions;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads runs and what they found.
final class Reports {
    static final String TOTALS =
            """
            SELECT run_id, type, currency, breaks, amount_minor FROM recon_run_total
             WHERE run_id IN (:runs) ORDER BY run_id, type, currency
            """;

    static final String BREAKS =
            """
            SELECT b.* FROM recon_run_break r JOIN recon_break b ON b.break_id = r.break_id
             WHERE r.run_id = :run AND r.break_id > :after
               AND (:type IS NULL OR b.type = :type) AND (:status IS NULL OR b.status = :status)
             ORDER BY r.break_id LIMIT :limit
            """;

    private final Sessions sessions;
    private final Transactions transactions;
    private final JdbcClient jdbc;

    Reports(Sessions sessions, Transactions transactions, JdbcClient jdbc) {
        this.sessions = sessions;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// @throws dev.consign.processor.problem.ApiFailure when there is no such run
    RunView run(String runId) {
        var row =
                transactions.call(() ->
                        Optional.ofNullable(
                                sessions.call(session -> session.get(RunRow.class, runId))));
        return viewed(List.of(row.orElseThrow(() -> Fields.notFound("such run")))).getFirst();
    }

    /// Newest first.
    ///
    /// @param before only runs older than this one
    List<RunView> runs(
            @Nullable String gateway,
            @Nullable LocalDate date,
            @Nullable String before,
            int limit) {
        var wanted = new LinkedHashMap<String, Object>();
        put(wanted, "r.gateway = :gateway", gateway);
        put(wanted, "r.businessDate = :date", date);
        put(wanted, "r.runId < :before", before);
        var where = wanted.isEmpty() ? "" : " where " + String.join(" and ", wanted.keySet());
        return viewed(
                transactions.call(() ->
                        sessions.call(session -> {
                            var query =
                                    session.createSelectionQuery(
                                            "from ReconRun r" + where + " order by r.runId desc",
                                            RunRow.class);
                            wanted.forEach((condition, value) ->
                                    query.setParameter(
                                            condition.substring(condition.indexOf(':') + 1),
                                            value));
                            return query.setMaxResults(limit).getResultList();
                        })));
    }

    /// What a run found, in the order in which the differences were first seen.
    ///
    /// @param after only those behind this one; empty for the first page
    BreakView.Page breaks(
            String runId, @Nullable String type, @Nullable String status, String after, int limit) {
        var rows =
                transactions.call(() ->
                        sessions.call(session ->
                                session.createNativeQuery(BREAKS, BreakRow.class)
                                        .setParameter("run", runId)
                                        .setParameter("after", after)
                                        .setParameter("type", type, String.class)
                                        .setParameter("status", status, String.class)
                                        .setParameter("limit", limit + 1)
                                        .getResultList()));
        var more = rows.size() > limit;
        var page = rows.stream().limit(limit).map(BreakView::of).toList();
        return new BreakView.Page(page, more ? page.getLast().breakId() : null);
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

    private static void put(Map<String, Object> wanted, String condition, @Nullable Object value) {
        if (value != null) {
            wanted.put(condition, value);
        }
    }
}
