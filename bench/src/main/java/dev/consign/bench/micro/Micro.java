package dev.consign.bench.micro;

import dev.consign.bench.Benchmark;
import dev.consign.bench.Setting;
import dev.consign.bench.report.Chart;
import dev.consign.bench.report.Figures;
import dev.consign.bench.report.Report;
import dev.consign.bench.report.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// What the pure pieces cost by themselves: time and memory of one call, by JMH, in processes of
/// their own.
public final class Micro implements Benchmark {
    /// Bytes one call allocates, as the profiler names it.
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private static final List<Piece> PIECES =
            List.of(
                    new Piece("verify", "read a signed callback"),
                    new Piece("encode", "write a fact as a message"),
                    new Piece("decode", "read it back"),
                    new Piece("messageId", "name it"),
                    new Piece("fingerprint", "take its fingerprint"),
                    new Piece("decidePaid", "decide: paid"),
                    new Piece("decideAgain", "decide: paid, once more"));

    @Override
    public String name() {
        return "micro";
    }

    @Override
    public String question() {
        return "what one call of each pure piece takes";
    }

    @Override
    public Report run(Setting setting) throws Exception {
        var rows = new ArrayList<List<String>>();
        var values = new ArrayList<Chart.Value>();
        for (var piece : PIECES) {
            var result = new Runner(options(setting, piece)).runSingle();
            var nanos = rounds(result);
            var bytes = allocated(result);
            setting.say("%s: %s ns".formatted(piece.what(), Figures.of(nanos.median())));
            rows.add(
                    List.of(
                            piece.what(),
                            Figures.of(nanos.median()),
                            Figures.of(result.getPrimaryResult().getScoreError()),
                            Figures.percent(nanos.spread()),
                            Figures.of(Math.rint(bytes))));
            values.add(Chart.Value.of(piece.what(), nanos));
        }
        return new Report(
                name(),
                question(),
                List.of("", "ns", "+/-", "spread", "bytes allocated"),
                rows,
                List.of(),
                List.of(
                        "medians of JMH's iterations, one thread; +/- is JMH's 99.9 % interval of their mean",
                        "one machine's figures: to be compared with those of an earlier run on it"),
                new Chart(question(), "nanoseconds, median and range", values));
    }

    private static Options options(Setting setting, Piece piece) {
        return new OptionsBuilder()
                .include(
                        "^" + Pattern.quote(HotPieces.class.getName() + "." + piece.method()) + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(setting.choose(1, 2))
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(setting.choose(150, 1_000)))
                .measurementIterations(setting.choose(3, 10))
                .measurementTime(TimeValue.milliseconds(setting.choose(200, 500)))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
    }

    /// One value an iteration, over all forks.
    private static Sample rounds(RunResult result) {
        return new Sample(
                result.getBenchmarkResults().stream()
                        .flatMap(fork -> fork.getIterationResults().stream())
                        .map(iteration -> iteration.getPrimaryResult().getScore())
                        .toList());
    }

    private static double allocated(RunResult result) {
        return Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore();
    }

    /// @param method of [HotPieces]
    /// @param what it does, as it stands in tables
    private record Piece(String method, String what) {}
}
