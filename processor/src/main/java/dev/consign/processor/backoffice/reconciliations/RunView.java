package dev.consign.processor.backoffice.reconciliations;

import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.reconciliation.BreakType;
import dev.consign.reconciliation.RunStatus;
import dev.consign.reconciliation.StatementOrigin;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A run as finance sees it.
///
/// @param failure why nothing was compared, for programs; only when it failed
/// @param why the same for people; also what the run waits for
/// @param counts differences of each type; final when the status is DONE
/// @param money what is in question for each type, one amount a currency
record RunView(
        String runId,
        String gateway,
        LocalDate businessDate,
        StatementOrigin origin,
        RunStatus status,
        Progress progress,
        @Nullable String failure,
        @Nullable String why,
        Map<BreakType, Long> counts,
        Map<BreakType, List<MoneyBody>> money,
        int attempts,
        String actor,
        Instant requestedAt,
        @Nullable Instant endedAt) {

    /// @param lines of the whole file; null until it was read once to its end
    /// @param linesRead that are stored
    /// @param linesCompared with our books so far
    /// @param linesMatched of those, the ones that agree
    record Progress(@Nullable Long lines, long linesRead, long linesCompared, long linesMatched) {}

    /// One line of the report.
    record Total(BreakType type, String currency, long breaks, long minor) {}

    static RunView of(RunRow row, List<Total> totals) {
        var counts = new EnumMap<BreakType, Long>(BreakType.class);
        var money = new EnumMap<BreakType, List<MoneyBody>>(BreakType.class);
        for (var type : BreakType.values()) {
            counts.put(type, 0L);
            money.put(type, new ArrayList<>());
        }
        for (var total : totals) {
            counts.merge(total.type, total.breaks, Math::addExact);
            money.computeIfAbsent(total.type, _ -> new ArrayList<>())
                    .add(new MoneyBody(total.currency, total.minor));
        }
        return new RunView(
                row.runId,
                row.gateway,
                row.businessDate,
                row.origin,
                row.status,
                new Progress(row.linesTotal, row.linesRead, row.linesCompared, row.linesMatched),
                row.failure,
                row.why,
                counts,
                money,
                row.attempts,
                row.actor,
                row.requestedAt.toInstant(ZoneOffset.UTC),
                instant(row.endedAt));
    }

    static @Nullable Instant instant(@Nullable LocalDateTime at) {
        return at == null ? null : at.toInstant(ZoneOffset.UTC);
    }
}
