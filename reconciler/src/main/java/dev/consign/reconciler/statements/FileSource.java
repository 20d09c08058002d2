package dev.consign.reconciler.statements;

import dev.consign.gateway.StatementAnswer;
import dev.consign.reconciler.guard.CallResult;
import dev.consign.reconciler.guard.GuardedGateways;
import dev.consign.reconciler.run.RunClaim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.jdbc.core.JdbcOperations;

/// Puts a run's file onto our disk: from its gateway, or from the parts that the processor stored
/// for a person. The two programs may run on different machines, so the database hands it over.
public final class FileSource {
    static final String PART = "SELECT bytes FROM recon_upload WHERE run_id = ? AND part = ?";

    private final JdbcOperations jdbc;
    private final GuardedGateways guards;
    private final Duration beatEvery;

    /// @param guards no gateway is asked but through its breaker and limiter
    public FileSource(JdbcOperations jdbc, GuardedGateways guards, Duration beatEvery) {
        this.jdbc = jdbc;
        this.guards = guards;
        this.beatEvery = beatEvery;
    }

    /// @param into replaced
    /// @param beat called now and then, however long it takes
    /// @throws IOException when our own disk fails
    public FileAnswer get(RunClaim claim, Path into, Runnable beat) throws IOException {
        return switch (claim.origin()) {
            case FETCHED ->
                    guards.named(claim.gateway())
                            .map(guard ->
                                    asked(awaited(() -> guard.statement(claim.date(), into), beat)))
                            .orElseGet(
                                    () -> new FileAnswer.Never("NO_GATEWAY", "No such gateway."));
            case UPLOADED -> uploaded(claim, into, beat);
        };
    }

    private static CallResult<StatementAnswer> unclear(String why) {
        return new CallResult.Answered<>(new StatementAnswer.Unclear(why));
    }

    private static FileAnswer asked(CallResult<StatementAnswer> asked) {
        return switch (asked) {
            case CallResult.NotCalled<StatementAnswer>(var why) ->
                    new FileAnswer.Later("NOT_ASKED", why);
            case CallResult.Answered<StatementAnswer>(var answer) -> fetched(answer);
        };
    }

    /// A gateway may take minutes for a large file; the lease must not have to.
    private CallResult<StatementAnswer> awaited(
            Callable<CallResult<StatementAnswer>> fetch, Runnable beat) {
        var fetching = new FutureTask<>(fetch);
        var thread = Thread.ofVirtual().name("statement").start(fetching);
        try {
            while (true) {
                try {
                    return fetching.get(beatEvery.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException _) {
                    beat.run();
                }
            }
        } catch (ExecutionException e) {
            return unclear("the adapter failed: " + e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return unclear("interrupted while waiting for the file");
        } finally {
            thread.interrupt();
        }
    }

    private static FileAnswer fetched(StatementAnswer answer) {
        return switch (answer) {
            case StatementAnswer.Fetched _ -> new FileAnswer.Here();
            case StatementAnswer.NotReady _ ->
                    new FileAnswer.Later("NOT_READY", "The gateway has no file of this date yet.");
            case StatementAnswer.Unclear(var why) ->
                    new FileAnswer.Later("NO_ANSWER", "The gateway gave no file: " + why);
        };
    }

    private FileAnswer uploaded(RunClaim claim, Path into, Runnable beat) throws IOException {
        try (var file = Files.newOutputStream(into)) {
            for (var part = 0; ; part++) {
                var found = part(claim, part);
                if (found.isEmpty()) {
                    return part == 0
                            ? new FileAnswer.Never("NO_UPLOAD", "The file is not there any more.")
                            : new FileAnswer.Here();
                }
                file.write(found.getFirst());
                beat.run();
            }
        }
    }

    private List<byte[]> part(RunClaim claim, int part) {
        return jdbc.query(PART, (row, _) -> row.getBytes("bytes"), claim.runId(), part);
    }
}
