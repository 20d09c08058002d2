package dev.consign.bench.requery;

import dev.consign.bench.Benchmark;
import dev.consign.bench.Setting;
import dev.consign.bench.load.Orders;
import dev.consign.bench.report.Bar;
import dev.consign.bench.report.Chart;
import dev.consign.bench.report.Report;
import dev.consign.bench.stand.Stand;
import dev.consign.testbed.launcher.Launcher;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// How fast, and how carefully, two reconcilers ask the gateway about payments that are all due at
/// once, as after an hour in which it could not be reached.
public final class Requery implements Benchmark {
    private static final long SEED = 1_904;
    private static final int LOW_LIMIT = 50;
    private static final Duration FAST = Duration.ofMillis(5);
    private static final Duration SLOW = Duration.ofMillis(500);
    private static final double LONGEST_LOCK_WAIT_MILLIS = 1_000;

    @Override
    public String name() {
        return "requery";
    }

    @Override
    public String question() {
        return "payments asked about per second by 20 workers in 2 processes";
    }

    @Override
    public Report run(Setting setting) throws Exception {
        try (var stand = Stand.start(setting, options -> options.with(Askers.POLL, Askers.NEVER));
                var queues = stand.queues();
                var sandbox = new SandboxControl(sandbox(stand.launcher()))) {
            var database = stand.launcher().database();
            var round = new Round(database, queues, sandbox, Orders.in(database, new Random(SEED)));
            var found = new ArrayList<Asking>();
            var complaints = new ArrayList<String>();
            try (var askers = Askers.start(stand.launcher(), 1, Asking.NO_LIMIT)) {
                // The first round also warms both processes up.
                round.ask(FAST, Asking.NO_LIMIT, setting.choose(200, 2_000));
                found.add(round.ask(FAST, Asking.NO_LIMIT, setting.choose(400, 10_000)));
                setting.say("asked with answers after 5 ms");
                found.add(round.ask(SLOW, Asking.NO_LIMIT, setting.choose(60, 2_000)));
                setting.say("asked with answers after 500 ms");
                complaints.addAll(askers.complaints());
            }
            try (var askers = Askers.start(stand.launcher(), 2, LOW_LIMIT)) {
                found.add(round.ask(FAST, LOW_LIMIT, setting.choose(200, 3_000)));
                setting.say("asked under a limit");
                complaints.addAll(askers.complaints());
            }
            complaints.forEach(setting::say);
            round.verify();
            return report(found, complaints);
        }
    }

    private static URI sandbox(Launcher launcher) {
        return Objects.requireNonNull(launcher.urls().get("sandbox"));
    }

    private Report report(List<Asking> found, List<String> complaints) {
        var limited = found.getLast();
        return new Report(
                name(),
                question(),
                List.of(
                        "answers after",
                        "payments",
                        "asked/s",
                        "of possible",
                        "busiest second",
                        "asked twice",
                        "lock waits",
                        "longest, ms"),
                found.stream().map(Asking::row).toList(),
                List.of(
                        Bar.atMost(
                                "questions beyond one a payment and slot",
                                found.stream().mapToInt(Asking::tooMany).sum(),
                                0,
                                "in all"),
                        Bar.atMost(
                                "longest wait for a row lock",
                                (double) limited.longestLockWaitMillis(),
                                LONGEST_LOCK_WAIT_MILLIS,
                                "ms"),
                        Bar.atMost("lines logged at WARN or above", complaints.size(), 0, "in all"),
                        Bar.atMost(
                                "questions under a limit, of those permitted",
                                limited.ofPermitted() * 100,
                                100,
                                "%")),
                List.of(
                        "All payments become due in one moment; at the gateway every other one is paid, so its answer goes to the"
                                + " processor and completes the order while the rest is being asked about.",
                        "Asked is what the sandbox counted. Afterwards every paid payment was found told once and credited, every open"
                                + " one with one attempt, no case was opened, and every invariant held.",
                        "Possible is what %d workers that only wait could ask, or the limit; with 5 ms the machine is in the way. Fewer"
                                        .formatted(Askers.WORKERS * Askers.PROCESSES)
                                + " payments are asked about when answers take 500 ms: 10,000 would take 250 s at best.",
                        "Lock waits are those of the whole database server meanwhile, the longest since its start."),
                new Chart(
                        question(),
                        "payments asked about per second",
                        found.stream()
                                .map(asking -> Chart.Value.of(asking.name(), asking.rate()))
                                .toList()));
    }
}
