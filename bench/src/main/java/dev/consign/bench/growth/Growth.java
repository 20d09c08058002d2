package dev.consign.bench.growth;

import dev.consign.bench.Benchmark;
import dev.consign.bench.Setting;
import dev.consign.bench.report.Bar;
import dev.consign.bench.report.Chart;
import dev.consign.bench.report.Report;
import dev.consign.bench.stand.Annex;
import dev.consign.bench.stand.Contender;
import dev.consign.bench.stand.ServerStatus;
import dev.consign.bench.stand.Stand;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What full tables, more or fewer consumers and other batch sizes do to the throughput. Everything
/// is measured in turns with a reference that stays as it is: tables that were empty at the start,
/// and the settings as shipped.
public final class Growth implements Benchmark {
    private static final long SEED = 815;
    private static final double BAR = 90;
    private static final String OUTBOX = "CONSIGN_OUTBOX_WORKERS";
    private static final String CONSUMERS = "CONSIGN_INTAKE_CONSUMERS";
    private static final String BATCH = "CONSIGN_INTAKE_BATCHSIZE";

    /// Nobody relays here, and what past messages were about is not in the tables.
    private static final List<String> NOT_HERE = List.of("I11", "I06");

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String question() {
        return "throughput with full tables, other consumers and other batches";
    }

    @Override
    public Report run(Setting setting) throws Exception {
        try (var stand = Stand.start(setting, options -> options.with(OUTBOX, "0"))) {
            var reference = stand.consign("Consign", SEED);
            var grown = grow(setting, stand, reference);
            var set = setting.quick() ? List.<Turns>of() : vary(setting, stand, reference);
            setting.say("checking the books of the reference");
            reference.verify(List.of("I11"));
            return report(grown, set);
        }
    }

    private static List<Turns> grow(Setting setting, Stand stand, Contender reference)
            throws Exception {
        var sizes = setting.quick() ? List.of(0L, 100_000L) : List.of(0L, 1_000_000L, 10_000_000L);
        var found = new ArrayList<Turns>();
        var messages = setting.choose(4_000, 20_000);
        try (var annex = stand.annex("growth", "Consign with a past", SEED)) {
            annex.run(Map.of());
            warmUp(setting, messages, reference, annex.contender());
            var past = new Past(annex.contender(), sizes.getLast());
            for (var rows : sizes) {
                fill(setting, past, rows, annex.contender());
                var rounds = rows > 0 ? setting.choose(2, 5) : setting.choose(1, 3);
                var plan = new Turns.Plan(rounds, messages, messages);
                var name = "%,d rows".formatted(rows);
                found.add(Turns.of(setting, name, reference, annex.contender(), plan));
                check(setting, annex.contender(), rows);
            }
        }
        return found;
    }

    private static void fill(Setting setting, Past past, long rows, Contender contender)
            throws SQLException {
        if (rows == 0) {
            return;
        }
        past.reach(rows, setting::say);
        var dirty =
                new ServerStatus(contender.database())
                        .awaitWrittenBack(Duration.ofSeconds(setting.choose(2, 60)));
        setting.say(
                "%,d rows are there, %,d pages not written back yet".formatted(past.rows(), dirty));
    }

    /// Every invariant is asked while that takes seconds; of ten million rows, whether they are all
    /// there and balance.
    private static void check(Setting setting, Contender contender, long rows) throws SQLException {
        setting.say("checking the books with %,d rows".formatted(rows));
        if (rows > 1_000_000) {
            contender.verifyRows();
        } else {
            contender.verify(NOT_HERE);
        }
    }

    private static List<Turns> vary(Setting setting, Stand stand, Contender reference)
            throws Exception {
        var found = new ArrayList<Turns>();
        try (var annex = stand.annex("settings", "Consign with other settings", SEED)) {
            for (var consumers : List.of(1, 2, 4)) {
                var name = consumers == 1 ? "1 consumer" : consumers + " consumers";
                annex.run(Map.of(CONSUMERS, Integer.toString(consumers)));
                found.add(turns(setting, name, reference, annex, 1));
            }
            for (var size : List.of(1, 10, 50, 500)) {
                annex.run(Map.of(BATCH, Integer.toString(size)));
                // One by one they take several times as long.
                found.add(
                        turns(setting, "batches of " + size, reference, annex, size < 10 ? 5 : 1));
            }
            annex.contender().verify(List.of("I11"));
        }
        return found;
    }

    private static Turns turns(
            Setting setting, String name, Contender reference, Annex annex, int slower)
            throws Exception {
        var messages = 15_000;
        warmUp(setting, messages / slower, annex.contender());
        var plan = new Turns.Plan(3, messages, messages / slower);
        return Turns.of(setting, name, reference, annex.contender(), plan);
    }

    private static void warmUp(Setting setting, int messages, Contender... contenders)
            throws Exception {
        for (var round = 0; round < setting.choose(1, 2); round++) {
            for (var contender : contenders) {
                contender.round(messages);
            }
        }
    }

    private Report report(List<Turns> grown, List<Turns> set) {
        var all = new ArrayList<>(grown);
        all.addAll(set);
        var most = grown.getLast();
        var values = new ArrayList<Chart.Value>();
        all.forEach(turns ->
                values.add(
                        new Chart.Value(
                                turns.name(),
                                turns.ratio().median() * 100,
                                turns.ratio().low() * 100,
                                turns.ratio().high() * 100)));
        return new Report(
                name(),
                question(),
                List.of("", "facts/s", "spread", "reference", "of the reference"),
                all.stream().map(Turns::row).toList(),
                List.of(
                        Bar.atLeast(
                                "with " + most.name() + ", of that on empty tables",
                                most.ratio().median() * 100,
                                BAR,
                                "%")),
                List.of(
                        "Two processors on one database server, each with a schema and a broker of its own, measured in turns:"
                                + " the reference (2 consumers, batches of up to 200, tables empty at the start) and one that differs"
                                + " in what the row says. The percentage is the median of the rounds' own ratios.",
                        "Rows: so many in processed_message and in ledger_entry, with the journals of the latter, of sales of the last"
                                + " 300 days by 400 consignors; they are written back before anything is measured.",
                        "The database has the buffer pool the launcher gives it, 512 MiB, shared by both schemas; the redo log is"
                                + " flushed at every commit.",
                        "After every step the tables were counted and the ledger balanced; up to a million rows every invariant was"
                                + " asked too, but for I06 (no evidence of past messages is made) and I11 (nobody relays)."),
                new Chart(question(), "% of the reference in the same rounds", values));
    }
}
