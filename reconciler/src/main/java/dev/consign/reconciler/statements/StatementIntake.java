package dev.consign.reconciler.statements;

import dev.consign.gateway.StatementFormat;
import dev.consign.gateway.StatementLine;
import dev.consign.gateway.StatementReading;
import dev.consign.reconciler.run.Progress;
import dev.consign.reconciler.run.RunClaim;
import dev.consign.reconciler.run.Runs;
import dev.consign.reconciler.statements.StatementStore.Stored;
import dev.consign.sql.InvariantViolation;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Reads a file twice: once to its end to find out whether it may be believed, and only then to
/// store it. A wrong file leaves nothing behind, and one that is stored already is not stored
/// again.
public final class StatementIntake {
    private static final int BEAT_EVERY = 20_000;

    private final Runs runs;
    private final StatementStore store;
    private final int batch;

    /// @param batch lines stored in one transaction
    public StatementIntake(Runs runs, StatementStore store, int batch) {
        this.runs = runs;
        this.store = store;
        this.batch = batch;
    }

    /// @return empty when the file was refused, and the run has failed
    /// @throws IOException when our own disk fails
    public Optional<Stored> read(RunClaim claim, StatementFormat format, Path file)
            throws IOException {
        var digest = sha256();
        var reading = check(claim, format, file, digest);
        return switch (reading) {
            case StatementReading.Refused(var flaw, var detail) -> {
                runs.fail(claim, flaw.name(), detail);
                yield Optional.empty();
            }
            case StatementReading.Whole(var lines) -> {
                var name = HexFormat.of().formatHex(digest.digest());
                var known = store.current(claim).filter(one -> one.digest().equals(name));
                yield known.isPresent()
                        ? known
                        : Optional.of(store(claim, format, file, new Stored("", name, lines)));
            }
        };
    }

    private StatementReading check(
            RunClaim claim, StatementFormat format, Path file, MessageDigest digest)
            throws IOException {
        var seen = new int[1];
        try (var bytes =
                new BufferedInputStream(
                        new DigestInputStream(Files.newInputStream(file), digest))) {
            // A file that is whole was read to its end, so the digest is that of all of it.
            return format.read(
                    bytes,
                    claim.date(),
                    _ -> {
                        if (++seen[0] % BEAT_EVERY == 0) {
                            runs.beat(claim, Progress.checking());
                        }
                    });
        }
    }

    private Stored store(RunClaim claim, StatementFormat format, Path file, Stored checked)
            throws IOException {
        var id = store.begin(claim, Progress.storing(checked.lines(), 0), checked.digest());
        var storing = new Storing(claim, id, checked.lines());
        try (var bytes = new BufferedInputStream(Files.newInputStream(file))) {
            format.read(bytes, claim.date(), storing::take);
        }
        storing.flush();
        InvariantViolation.expect("lines of statement " + id, checked.lines(), storing.stored);
        var progress = Progress.storing(checked.lines(), checked.lines());
        store.makeCurrent(claim, progress, id);
        store.tidy(claim, progress);
        return new Stored(id, checked.digest(), checked.lines());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Stores lines by the batch.
    private final class Storing {
        private final RunClaim claim;
        private final String statement;
        private final long total;
        private final List<StatementLine> lines = new ArrayList<>(batch);
        private long stored;

        private Storing(RunClaim claim, String statement, long total) {
            this.claim = claim;
            this.statement = statement;
            this.total = total;
        }

        private void take(StatementLine line) {
            lines.add(line);
            if (lines.size() == batch) {
                flush();
            }
        }

        private void flush() {
            stored += lines.size();
            var progress = Progress.storing(total, stored);
            store.add(claim, progress, statement, lines);
            lines.clear();
        }
    }
}
