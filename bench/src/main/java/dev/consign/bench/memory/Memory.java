package dev.consign.bench.memory;

import dev.consign.bench.Benchmark;
import dev.consign.bench.Setting;
import dev.consign.bench.report.Bar;
import dev.consign.bench.report.Chart;
import dev.consign.bench.report.Figures;
import dev.consign.bench.report.Report;
import dev.consign.bench.stand.Stand;
import dev.consign.testbed.launcher.Launcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// What the processor and the reconciler hold under full load, and how small the processor's heap
/// may be.
public final class Memory implements Benchmark {
    private static final int SHIPPED = Stand.HEAP_MEBIBYTES;
    private static final int DOUBLE = 2 * SHIPPED;
    private static final double ENOUGH = 0.9;

    /// Beside the one that is shipped.
    private static final List<Integer> QUICKLY = List.of(DOUBLE);

    private static final List<Integer> FULLY = List.of(DOUBLE, 128, 96, 80);

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String question() {
        return "MiB under full load, and the smallest heap that will do";
    }

    @Override
    public Report run(Setting setting) throws Exception {
        var extras = new ArrayList<Extra>();
        try (var stand = Stand.start(setting, options -> options)) {
            try {
                for (var heap : setting.quick() ? QUICKLY : FULLY) {
                    extras.add(new Extra(stand.launcher(), setting.directory(), heap));
                }
                var processors = new ArrayList<Processor>();
                processors.add(shipped(stand));
                for (var extra : extras) {
                    processors.add(extra.ready());
                }
                setting.say("%d processors are ready".formatted(processors.size()));
                race(setting, processors);
                return report(stand.launcher(), processors);
            } finally {
                extras.forEach(Extra::close);
            }
        }
    }

    private static Processor shipped(Stand stand) throws Exception {
        var launcher = stand.launcher();
        var pid = launcher.pid("processor");
        var load =
                new FullLoad(
                        launcher.database(),
                        stand.queues(),
                        Objects.requireNonNull(launcher.urls().get("processor")),
                        launcher.sandboxWebhookSecret());
        return new Processor(SHIPPED, load, pid, () -> launcher.pid("processor") == pid);
    }

    /// One after the other, one round each.
    private static void race(Setting setting, List<Processor> processors) throws Exception {
        var callbacks = setting.choose(2_000, 16_000);
        for (var processor : processors) {
            var rate = processor.warmUp(callbacks, setting.choose(3, 25));
            setting.say(
                    "heap of %d MiB: warmed up, %s callbacks/s"
                            .formatted(processor.heap(), Figures.of(rate)));
        }
        for (var round = 0; round < setting.choose(3, 7); round++) {
            // Who comes after whom makes a difference: every other round goes backwards.
            for (var processor : round % 2 == 0 ? processors : processors.reversed()) {
                var rate = processor.round(callbacks);
                setting.say(
                        "heap of %d MiB: %s callbacks/s"
                                .formatted(processor.heap(), Figures.of(rate)));
            }
        }
        for (var processor : processors) {
            processor.verify();
        }
    }

    private Report report(Launcher launcher, List<Processor> processors) throws Exception {
        var shipped = of(processors, SHIPPED);
        var rows = new ArrayList<List<String>>();
        var values = new ArrayList<Chart.Value>();
        var sorted = processors.stream().sorted(Comparator.comparingInt(Processor::heap)).toList();
        for (var processor : sorted) {
            var name = "processor, heap of %d MiB".formatted(processor.heap());
            rows.add(row(name, processor, shipped));
            values.add(Chart.Value.of(name, processor.rates()));
        }
        rows.add(row("reconciler", Footprint.of(launcher.pid("reconciler")), "", ""));
        var smallest =
                sorted.stream()
                        .filter(processor -> part(processor, shipped) >= ENOUGH)
                        .mapToInt(Processor::heap)
                        .min();
        return new Report(
                name(),
                question(),
                List.of("", "live heap", "resident", "at most", "callbacks/s", "of shipped"),
                rows,
                List.of(
                        Bar.atLeast(
                                "throughput with %d MiB, of that with %d"
                                        .formatted(SHIPPED, DOUBLE),
                                part(shipped, of(processors, DOUBLE)) * 100,
                                ENOUGH * 100,
                                "%")),
                List.of(
                        "smallest heap tried that sustains 90 %% of the throughput of the shipped one: %s MiB"
                                .formatted(smallest.isPresent() ? smallest.getAsInt() : "none"),
                        "load: half of the callbacks wait in a full queue, half come over HTTP from 16 connections, notifications go out meanwhile; until the last of everything",
                        "live heap: after a full collection; resident: what the kernel counts, at the end and at most; rounds in turns, each processor with a schema and a broker of its own, and warmed up by time",
                        "a processor whose heap is used up ends itself; 0 callbacks/s means that it did",
                        "checked: every order completed once, all invariants"),
                new Chart("callbacks applied per second", "median and range", values));
    }

    private static Processor of(List<Processor> processors, int heap) {
        return processors.stream()
                .filter(processor -> processor.heap() == heap)
                .findFirst()
                .orElseThrow();
    }

    private static double part(Processor one, Processor other) {
        return one.hasEnded() ? 0 : one.rates().over(other.rates()).median();
    }

    private static List<String> row(String name, Processor processor, Processor shipped)
            throws Exception {
        if (processor.hasEnded()) {
            return List.of(name, "", "", "", "ended", "");
        }
        return row(
                name,
                Footprint.of(processor.pid()),
                Figures.of(processor.rates().median()),
                Figures.percent(part(processor, shipped)));
    }

    private static List<String> row(String name, Footprint held, String rate, String part) {
        return List.of(
                name,
                Figures.of(held.live()),
                Figures.of(held.resident()),
                Figures.of(held.mostResident()),
                rate,
                part);
    }
}
