package dev.consign.reconciler.reconciliation;

import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.broker.SendResult;
import dev.consign.gateway.registry.GatewayRegistry;
import dev.consign.id.IdSource;
import dev.consign.reconciler.guard.GuardedGateways;
import dev.consign.reconciler.matching.BookComparison;
import dev.consign.reconciler.matching.BreakSubmitter;
import dev.consign.reconciler.matching.Breaks;
import dev.consign.reconciler.matching.Comparison;
import dev.consign.reconciler.matching.LineComparison;
import dev.consign.reconciler.matching.RepeatedLines;
import dev.consign.reconciler.run.RunSettings;
import dev.consign.reconciler.run.Runs;
import dev.consign.reconciler.statements.FileSource;
import dev.consign.reconciler.statements.StatementIntake;
import dev.consign.reconciler.statements.StatementStore;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import java.util.function.BiFunction;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/// Puts a [RunLoop] together; the only way from outside to have one.
public final class RunConfiguration {
    private final JdbcTemplate jdbc;
    private final Transactions transactions;
    private final InstantSource clock;
    private final IdSource ids;
    private final RunSettings settings;

    public RunConfiguration(
            JdbcTemplate jdbc,
            Transactions transactions,
            InstantSource clock,
            IdSource ids,
            RunSettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.settings = settings;
    }

    /// @param owner this process, as people see it in the table
    /// @param sender the broker's; blocks until it knows, or knows that it does not
    public RunLoop loop(
            String owner,
            GatewayRegistry gateways,
            GuardedGateways guards,
            BiFunction<QueueName, OutgoingMessage, SendResult> sender) {
        var parts = parts(gateways, guards, sender);
        return new RunLoop(owner, parts.runs(), parts.reconciliation(), settings);
    }

    /// Who gives out runs, and who works on one.
    record Parts(Runs runs, Reconciliation reconciliation) {}

    Parts parts(
            GatewayRegistry gateways,
            GuardedGateways guards,
            BiFunction<QueueName, OutgoingMessage, SendResult> sender) {
        var named = new NamedParameterJdbcTemplate(jdbc);
        var batch = settings.batchSize();
        var runs = new Runs(named, transactions, clock, settings);
        var store = new StatementStore(jdbc, runs, ids, clock, batch);
        var breaks = new Breaks(jdbc, ids, clock);
        var comparison =
                new Comparison(
                        runs,
                        new LineComparison(named, batch),
                        new RepeatedLines(named),
                        new BookComparison(named, batch),
                        breaks);
        var steps =
                new Reconciliation.Steps(
                        new StatementIntake(runs, store, batch),
                        comparison,
                        new BreakSubmitter(runs, breaks, sender),
                        breaks);
        var reconciliation =
                new Reconciliation(
                        gateways,
                        runs,
                        new FileSource(jdbc, guards, settings.lease().dividedBy(3)),
                        store,
                        steps,
                        settings);
        return new Parts(runs, reconciliation);
    }
}
