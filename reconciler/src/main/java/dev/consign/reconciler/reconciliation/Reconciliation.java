package dev.consign.reconciler.reconciliation;

import dev.consign.broker.SendResult;
import dev.consign.gateway.GatewayClient;
import dev.consign.gateway.StatementFormat;
import dev.consign.gateway.registry.GatewayRegistry;
import dev.consign.reconciler.matching.BreakSubmitter;
import dev.consign.reconciler.matching.Breaks;
import dev.consign.reconciler.matching.Comparison;
import dev.consign.reconciler.run.Progress;
import dev.consign.reconciler.run.RunAborted;
import dev.consign.reconciler.run.RunClaim;
import dev.consign.reconciler.run.RunSettings;
import dev.consign.reconciler.run.Runs;
import dev.consign.reconciler.statements.FileAnswer;
import dev.consign.reconciler.statements.FileSource;
import dev.consign.reconciler.statements.StatementIntake;
import dev.consign.reconciler.statements.StatementStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Works on one claimed run. Each step can be done again without a second effect, so a run whose
/// worker died is simply begun anew: a file stored whole is not stored twice, a difference found
/// twice is one.
final class Reconciliation {
    private final GatewayRegistry gateways;
    private final Runs runs;
    private final FileSource files;
    private final StatementStore store;
    private final Steps steps;
    private final RunSettings settings;

    /// The parts of the work, in their order.
    record Steps(
            StatementIntake intake,
            Comparison comparison,
            BreakSubmitter processor,
            Breaks breaks) {}

    Reconciliation(
            GatewayRegistry gateways,
            Runs runs,
            FileSource files,
            StatementStore store,
            Steps steps,
            RunSettings settings) {
        this.gateways = gateways;
        this.runs = runs;
        this.files = files;
        this.store = store;
        this.steps = steps;
        this.settings = settings;
    }

    /// @throws RunAborted when the run is somebody else's now, or this process ends
    /// @throws dev.consign.sql.DatabaseDown when the database cannot be reached; the lease runs out
    /// @throws IOException when our own disk fails
    void work(RunClaim claim) throws IOException {
        var client = gateways.client(claim.gateway());
        var format = gateways.format(claim.gateway());
        if (client.isEmpty() || format.isEmpty()) {
            runs.fail(claim, "NO_GATEWAY", "No gateway of this name is configured.");
            return;
        }
        store.tidy(claim, Progress.fetching());
        var file = Files.createTempFile("consign-statement-", ".part");
        try {
            Runnable beat = () -> runs.beat(claim, Progress.fetching());
            beat.run();
            switch (files.get(claim, file, beat)) {
                case FileAnswer.Here _ -> go(claim, client.get(), format.get(), file);
                case FileAnswer.Later(var failure, var why) -> later(claim, failure, why);
                case FileAnswer.Never(var failure, var why) -> runs.fail(claim, failure, why);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /// Tries again after a pause, or gives up when that was the last try.
    void later(RunClaim claim, String failure, String why) {
        if (claim.attempts() >= settings.maxAttempts()) {
            runs.fail(claim, failure, why);
        } else {
            runs.handBack(claim, settings.pauseAfter(claim.attempts()), why);
        }
    }

    private void go(RunClaim claim, GatewayClient gateway, StatementFormat format, Path file)
            throws IOException {
        var read = steps.intake().read(claim, format, file);
        if (read.isEmpty()) {
            return;
        }
        var statement = read.get();
        var progress = steps.comparison().compare(claim, statement);
        switch (steps.processor().tell(claim, gateway, progress)) {
            case SendResult.Accepted _ ->
                    runs.write(
                            claim,
                            progress,
                            () -> {
                                steps.breaks().close(claim);
                                runs.done(claim, statement.statementId());
                                return true;
                            });
            case SendResult.Refused(var why) ->
                    later(claim, "NO_BROKER", "The broker refused a fact: " + why);
            case SendResult.Unknown(var why) ->
                    later(claim, "NO_BROKER", "Nobody knows whether a fact was sent: " + why);
        }
    }
}
