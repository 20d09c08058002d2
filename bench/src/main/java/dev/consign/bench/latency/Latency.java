package dev.consign.bench.latency;

import dev.consign.bench.Benchmark;
import dev.consign.bench.Setting;
import dev.consign.bench.load.Orders;
import dev.consign.bench.post.CallbackWriter;
import dev.consign.bench.post.Crowd;
import dev.consign.bench.post.Posting;
import dev.consign.bench.report.Bar;
import dev.consign.bench.report.Chart;
import dev.consign.bench.report.Figures;
import dev.consign.bench.report.Report;
import dev.consign.bench.stand.Books;
import dev.consign.bench.stand.Notifications;
import dev.consign.bench.stand.Queues;
import dev.consign.bench.stand.ServerStatus;
import dev.consign.bench.stand.Stand;
import dev.consign.broker.QueueName;
import dev.consign.testbed.launcher.Launcher;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import org.HdrHistogram.Histogram;

/// How long a buyer waits for what was bought once the gateway has been told "received", at half
/// the load that can be sustained.
public final class Latency implements Benchmark {
    private static final long SEED = 4_713;
    private static final int CLOSED_LOOP = 16;
    private static final int OPEN_LOOP = 64;
    private static final double MOST_MILLIS = 100;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration HEAD_START = Duration.ofMillis(500);

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String question() {
        return "milliseconds from a callback's answer to the credited buyer, at half load";
    }

    @Override
    public Report run(Setting setting) throws Exception {
        try (var stand = Stand.start(setting, options -> options)) {
            var run = new Run(setting, stand.launcher(), stand.queues());
            run.sustained(setting.choose(2_000, 30_000));
            var sustained = run.sustained(setting.choose(2_000, 30_000));
            setting.say("sustained: %s callbacks/s".formatted(Figures.of(sustained)));
            // Small batches are other work than full ones, and were compiled for 60 s more: a
            // callback took 1,360, then 1,260, then 1,205 microseconds of processor time in three
            // rounds of 25 s.
            run.openLoop(sustained / 2, setting.choose(2, 60));
            run.rest();
            var arrivals = run.openLoop(sustained / 2, setting.choose(5, 60));
            run.verify();
            return report(sustained, arrivals);
        }
    }

    private Report report(double sustained, Arrivals arrivals) {
        var credited = arrivals.answeredToCredited();
        var rows = new ArrayList<List<String>>();
        rows.add(row("answered to credited", credited));
        rows.add(row("due to answered", arrivals.dueToAnswered()));
        rows.add(row("due to credited", arrivals.dueToCredited()));
        return new Report(
                name(),
                question(),
                List.of("", "p50 ms", "p99 ms", "p99.9 ms", "longest ms"),
                rows,
                List.of(
                        Bar.atMost(
                                "answered to credited, p99",
                                millis(credited, 99),
                                MOST_MILLIS,
                                "ms")),
                List.of(
                        "%s callbacks/s sustained, over HTTP to the last commit and the last notification, from %d connections without a pause; %s/s sent and measured"
                                .formatted(
                                        Figures.of(sustained),
                                        CLOSED_LOOP,
                                        Figures.of(arrivals.rate())),
                        "%,d arrivals of a Poisson process drawn beforehand, over %d connections; \"due\" is the time drawn, so a callback that is sent late counts as late"
                                .formatted(arrivals.count(), OPEN_LOOP),
                        "the database has time to write back what was ordered beforehand before anything is measured",
                        "credited: seen by a reader of committed rows that asks every 5 ms, so times are up to that much too long",
                        "checked: every order completed once, all invariants"),
                new Chart(
                        question(),
                        "milliseconds",
                        List.of(
                                Chart.Value.of("p50", millis(credited, 50)),
                                Chart.Value.of("p99", millis(credited, 99)),
                                Chart.Value.of("p99.9", millis(credited, 99.9)))));
    }

    private static List<String> row(String name, Histogram nanos) {
        return List.of(
                name,
                Figures.of(millis(nanos, 50)),
                Figures.of(millis(nanos, 99)),
                Figures.of(millis(nanos, 99.9)),
                Figures.of(nanos.getMaxValue() / NANOS_PER_MILLI));
    }

    private static double millis(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    /// One run of Consign, complete as it ships.
    private static final class Run {
        private final Setting setting;
        private final Launcher launcher;
        private final Queues queues;
        private final Random random = new Random(SEED);
        private final Orders orders;
        private final URI processor;
        private final CallbackWriter writer;
        private long placed;

        Run(Setting setting, Launcher launcher, Queues queues) throws Exception {
            this.setting = setting;
            this.launcher = launcher;
            this.queues = queues;
            this.orders = Orders.in(launcher.database(), random);
            this.processor = Objects.requireNonNull(launcher.urls().get("processor"));
            this.writer = new CallbackWriter(processor, launcher.sandboxWebhookSecret());
        }

        /// Posts as fast as answers come and waits until everything is done that follows: a rate at
        /// which notifications pile up can be held for a while only.
        ///
        /// @return callbacks a second
        double sustained(int count) throws Exception {
            var requests = writer.paid(orders.place(count));
            placed += count;
            var start = System.nanoTime();
            Crowd.run(CLOSED_LOOP, count, Posting.of(processor, requests));
            queues.drain(QueueName.PAYMENT_CALLBACK, PATIENCE);
            rest();
            return count / ((System.nanoTime() - start) / 1e9);
        }

        /// @param seconds about how long it takes
        Arrivals openLoop(double rate, int seconds) throws Exception {
            var count = (int) (rate * seconds);
            var waiting = orders.place(count);
            placed += count;
            var requests = writer.paid(waiting);
            var dirty =
                    new ServerStatus(launcher.database())
                            .awaitWrittenBack(Duration.ofSeconds(setting.choose(1, 30)));
            setting.say(
                    "%s callbacks/s for %d s, %,d pages of what was ordered not written back yet"
                            .formatted(Figures.of(rate), seconds, dirty));
            var start = System.nanoTime() + HEAD_START.toNanos();
            var arrivals = Arrivals.drawn(count, rate, start, random);
            var watch = new CreditWatch(launcher.database(), waiting, arrivals);
            try (var pool = Executors.newSingleThreadExecutor()) {
                var watching = pool.submit(() -> watch.watch(PATIENCE));
                Crowd.run(OPEN_LOOP, count, OpenLoop.of(processor, requests, arrivals));
                watching.get();
            }
            return arrivals;
        }

        /// Until also the notifications of the credited orders are out of the way.
        private void rest() throws Exception {
            Notifications.awaitAll(launcher.database(), queues, PATIENCE);
        }

        void verify() throws Exception {
            Books.verify(launcher.database(), placed, List.of());
        }
    }
}
