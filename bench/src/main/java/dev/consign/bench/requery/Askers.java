package dev.consign.bench.requery;

import dev.consign.testbed.launcher.Launcher;
import dev.consign.testkit.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Two reconcilers that ask, beside the launcher's own, which looks for due payments once a day
/// only: so they can be started with other settings as often as need be.
final class Askers implements AutoCloseable {
    static final int PROCESSES = 2;
    static final int WORKERS = 10;

    /// What the launcher's own reconciler is told.
    static final String POLL = "CONSIGN_REQUERY_POLL_INTERVAL";

    static final String NEVER = "1d";

    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final List<Child> reconcilers;

    private Askers(List<Child> reconcilers) {
        this.reconcilers = reconcilers;
    }

    /// @param round tells logs apart
    /// @param callsPerSecond of each process, at most
    static Askers start(Launcher launcher, int round, int callsPerSecond)
            throws InterruptedException {
        var settings =
                Map.of(
                        POLL,
                        "500ms",
                        "CONSIGN_REQUERY_WORKERS",
                        Integer.toString(WORKERS),
                        // The next slot of a payment that stays open is after the end.
                        "CONSIGN_REQUERY_FIRST_DELAY",
                        "1h",
                        "CONSIGN_GUARD_SANDBOX_CALLSPERSECOND",
                        Integer.toString(callsPerSecond));
        var askers =
                new Askers(
                        IntStream.rangeClosed(1, PROCESSES)
                                .mapToObj(i ->
                                        launcher.another(
                                                "reconciler",
                                                "reconciler-%d-%d".formatted(round, i),
                                                settings))
                                .toList());
        try {
            askers.reconcilers.forEach(Child::start);
            for (var reconciler : askers.reconcilers) {
                reconciler.awaitReady(READY);
            }
            return askers;
        } catch (RuntimeException | InterruptedException e) {
            askers.close();
            throw e;
        }
    }

    /// @return lines of their logs at WARN or above, so far
    List<String> complaints() throws IOException {
        var found = new ArrayList<String>();
        for (var reconciler : reconcilers) {
            try (var lines = Files.lines(reconciler.spec().log())) {
                lines.filter(line -> line.matches("\\S+ +(WARN|ERROR) .*")).forEach(found::add);
            }
        }
        return found;
    }

    @Override
    public void close() {
        reconcilers.forEach(reconciler -> reconciler.stop(STOP));
    }
}
