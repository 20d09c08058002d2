package dev.consign.bench.startup;

import dev.consign.bench.Benchmark;
import dev.consign.bench.Setting;
import dev.consign.bench.report.Bar;
import dev.consign.bench.report.Chart;
import dev.consign.bench.report.Figures;
import dev.consign.bench.report.Report;
import dev.consign.bench.report.Sample;
import java.util.ArrayList;
import java.util.List;

/// How long somebody waits after `./consign up`, the first time and every later time.
public final class Startup implements Benchmark {
    private static final String FRESH = "an empty data directory";
    private static final String AGAIN = "an existing one";
    private static final double MOST_SECONDS = 20;

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String question() {
        return "seconds from ./consign up until everything is ready";
    }

    @Override
    public Report run(Setting setting) throws Exception {
        var up = new Up(setting.directory(), setting.directory().resolveSibling("up.log"));
        var fresh = new ArrayList<Double>();
        var again = new ArrayList<Double>();
        for (var round = 0; round < setting.choose(1, 5); round++) {
            fresh.add(told(setting, FRESH, up.once("--fresh")));
            again.add(told(setting, AGAIN, up.once()));
        }
        return report(new Sample(fresh), new Sample(again));
    }

    private static double told(Setting setting, String what, double seconds) {
        setting.say("%s: %s s".formatted(what, Figures.of(seconds)));
        return seconds;
    }

    private Report report(Sample fresh, Sample again) {
        return new Report(
                name(),
                question(),
                List.of("", "median s", "fastest", "slowest"),
                List.of(row(FRESH, fresh), row(AGAIN, again)),
                List.of(
                        Bar.atMost(FRESH + ", ready within", fresh.median(), MOST_SECONDS, "s"),
                        Bar.atMost(AGAIN + ", ready within", again.median(), MOST_SECONDS, "s")),
                List.of(
                        "from the start of the command's JVM, everything built, until consign.json says that all five processes are ready",
                        "empty: the database is installed and migrated, and the broker makes its journal"),
                new Chart(
                        question(),
                        "seconds, median and range",
                        List.of(Chart.Value.of(FRESH, fresh), Chart.Value.of(AGAIN, again))));
    }

    private static List<String> row(String name, Sample sample) {
        return List.of(
                name,
                Figures.of(sample.median()),
                Figures.of(sample.low()),
                Figures.of(sample.high()));
    }
}
