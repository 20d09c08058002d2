package dev.consign.bench.throughput;

import dev.consign.bench.Benchmark;
import dev.consign.bench.Setting;
import dev.consign.bench.bare.BareLoop;
import dev.consign.bench.peer.camel.CamelPeer;
import dev.consign.bench.peer.spring.SpringPeer;
import dev.consign.bench.report.Bar;
import dev.consign.bench.report.Chart;
import dev.consign.bench.report.Figures;
import dev.consign.bench.report.Report;
import dev.consign.bench.stand.Cpu;
import dev.consign.bench.stand.Entry;
import dev.consign.bench.stand.Stand;
import java.util.ArrayList;
import java.util.List;

/// How fast callbacks that are in the queue become credited buyers and balanced books.
public final class Throughput implements Benchmark {
    private static final long SEED = 4_711;
    private static final int PEER_CONSUMERS = 8;

    private static final List<String> NOTES =
            List.of(
                    "medians of rounds taken in turns; all books were compared with what was sent, and every invariant asked",
                    "all write the same rows, with the same broker and database settings and the same heap; the peers get a warm-up several times as long as a round",
                    "both peers: one transaction a message, database before JMS; transacted session, cached consumers; a connection each, no statement to begin a transaction, READ COMMITTED, batches rewritten, HikariCP's advice for MySQL",
                    "Spring Boot, Hibernate: rows locked before they are processed, ordered and batched inserts, new rows persisted without a look-up, stock, card keys and tasks changed by native statements without being read",
                    "Camel: JdbcMessageIdRepository on processed_message inside the route's transaction, the effect in plain JDBC with a statement a table");

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public String question() {
        return "facts applied per second from a full durable queue";
    }

    @Override
    public Report run(Setting setting) throws Exception {
        try (var stand =
                Stand.start(setting, options -> options.with("CONSIGN_OUTBOX_WORKERS", "0"))) {
            var many = setting.choose(6_000, 40_000);
            var consign = new Entry(stand.consign("Consign, 2 consumers", SEED), many);
            var limit =
                    new Entry(stand.program("bare loop, 2 threads", BareLoop.class, 2, SEED), many);
            var spring = peer(setting, stand, "Spring @JmsListener + JPA", SpringPeer.class);
            var camel = peer(setting, stand, "Camel idempotentConsumer", CamelPeer.class);
            var entries = List.of(consign, limit, spring, camel);
            Entry.race(setting, setting.choose(2, 5), entries);
            for (var entry : entries) {
                setting.say("checking the books of " + entry.name());
                // Nobody relays here: a row that waits is what all of them must leave.
                entry.contender().verify(List.of("I11"));
            }
            return report(consign, limit, spring, entries);
        }
    }

    private static Entry peer(Setting setting, Stand stand, String name, Class<?> main)
            throws Exception {
        return new Entry(
                stand.program(
                        "%s, %d consumers".formatted(name, PEER_CONSUMERS),
                        main,
                        PEER_CONSUMERS,
                        SEED),
                setting.choose(800, 6_000));
    }

    private Report report(Entry consign, Entry limit, Entry spring, List<Entry> entries) {
        var rows = new ArrayList<List<String>>();
        var values = new ArrayList<Chart.Value>();
        for (var entry : entries) {
            var rates = entry.rates();
            rows.add(
                    List.of(
                            entry.name(),
                            Figures.of(rates.median()),
                            Figures.percent(rates.spread()),
                            Figures.of(entry.micros(Cpu::program).median()),
                            Figures.of(entry.micros(Cpu::broker).median()),
                            Figures.of(entry.micros(Cpu::database).median()),
                            Figures.times(consign.rates().over(rates).median())));
            values.add(Chart.Value.of(entry.name(), rates));
        }
        return new Report(
                name(),
                question(),
                List.of(
                        "",
                        "facts/s",
                        "spread",
                        "own CPU us/fact",
                        "broker",
                        "database",
                        "Consign is"),
                rows,
                List.of(
                        Bar.atLeast(
                                "of the bare loop",
                                consign.rates().over(limit.rates()).median() * 100,
                                80,
                                "%"),
                        Bar.atLeast(
                                "of Spring @JmsListener + JPA",
                                consign.rates().over(spring.rates()).median(),
                                10,
                                "x")),
                NOTES,
                new Chart(question(), "facts per second, median and range", values));
    }
}
