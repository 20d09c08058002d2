package dev.consign.bench.ingress;

import dev.consign.bench.Benchmark;
import dev.consign.bench.Setting;
import dev.consign.bench.load.Orders;
import dev.consign.bench.report.Bar;
import dev.consign.bench.report.Chart;
import dev.consign.bench.report.Figures;
import dev.consign.bench.report.Report;
import dev.consign.bench.stand.Stand;
import dev.consign.testkit.process.Ports;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// How many callbacks a second are verified and durably in the queue before they are answered.
public final class Ingress implements Benchmark {
    private static final long SEED = 4_712;

    /// The one whose figure is to be reached.
    private static final int THREADS = 16;

    private static final int FEW_THREADS = 4;
    private static final int MANY_THREADS = 64;

    @Override
    public String name() {
        return "ingress";
    }

    @Override
    public String question() {
        return "callbacks accepted per second over HTTP";
    }

    @Override
    public Report run(Setting setting) throws Exception {
        // Nobody relays: what is drained between the rounds leaves no work for the next one.
        try (var stand =
                Stand.start(setting, options -> options.with("CONSIGN_OUTBOX_WORKERS", "0"))) {
            var port = Ports.free();
            stand.program(OnlyAnswers.class, Integer.toString(port));
            var turns =
                    new Turns(
                            stand.launcher(),
                            stand.queues(),
                            Orders.in(stand.launcher().database(), new Random(SEED)),
                            URI.create("http://127.0.0.1:" + port));
            turns.warmUp(THREADS, setting.choose(4_000, 12_000), setting.choose(2, 40));
            var pairs =
                    List.of(
                            new Pair(FEW_THREADS, setting.choose(1_500, 6_000)),
                            new Pair(THREADS, setting.choose(3_000, 12_000)),
                            new Pair(MANY_THREADS, setting.choose(3_000, 12_000)));
            for (var round = 0; round < setting.choose(2, 7); round++) {
                for (var pair : pairs) {
                    turns.play(pair);
                    setting.say(pair.last());
                }
            }
            turns.verify();
            return report(pairs);
        }
    }

    private Report report(List<Pair> pairs) {
        var rows = new ArrayList<List<String>>();
        var values = new ArrayList<Chart.Value>();
        for (var pair : pairs) {
            rows.addAll(pair.rows());
            values.addAll(pair.values());
        }
        var named =
                pairs.stream().filter(pair -> pair.threads() == THREADS).findFirst().orElseThrow();
        return new Report(
                name(),
                question(),
                List.of("", "per second", "spread", "of bare", "p50 ms", "p99 ms", "p99.9 ms"),
                rows,
                List.of(
                        Bar.atLeast(
                                "callbacks over HTTP, of bare sends, %d threads".formatted(THREADS),
                                named.ratio() * 100,
                                70,
                                "%")),
                List.of(
                        "bare sends: the same bodies, durable and blocking, over one connection and session a thread, to the same queue of the same broker",
                        "HTTP alone: the same requests to the same web server with a servlet that reads them and answers; a callback that cost this and then a bare send would reach %s of the bare sends, %d threads"
                                .formatted(Figures.percent(named.oneAfterTheOther()), THREADS),
                        "medians of rounds taken in turns; a ratio is that of the parts of one round",
                        "latencies of all rounds together, from the first byte sent to the last byte of the answer",
                        "the load generator runs on the same cores, with requests signed and bodies written beforehand",
                        "checked: every callback was received (one answered 503 is sent again), the broker holds exactly as many, and every order is completed once"),
                new Chart(question(), "per second, median and range", values));
    }
}
