package dev.consign.bench.ingress;

import dev.consign.bench.post.Crowd;
import dev.consign.bench.report.Chart;
import dev.consign.bench.report.Figures;
import dev.consign.bench.report.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/// Callbacks over HTTP, exchanges over HTTP that do nothing, and bare sends from as many threads,
/// round by round.
final class Pair {
    private static final double NANOS_PER_MILLI = 1e6;

    private final int threads;
    private final int messages;
    private final Side http;
    private final Side alone;
    private final Side bare;

    /// @param messages of each side in each round
    Pair(int threads, int messages) {
        this.threads = threads;
        this.messages = messages;
        this.http = new Side("HTTP, %d connections".formatted(threads));
        this.alone = new Side("HTTP alone, %d connections".formatted(threads));
        this.bare = new Side("bare sends, %d threads".formatted(threads));
    }

    int threads() {
        return threads;
    }

    int messages() {
        return messages;
    }

    double secondsOfHttp() {
        return http.seconds;
    }

    void add(Crowd.Took overHttp, Crowd.Took httpAlone, Crowd.Took bareSends) {
        http.add(overHttp);
        alone.add(httpAlone);
        bare.add(bareSends);
    }

    /// The callbacks accepted as a part of the bare sends.
    double ratio() {
        return http.sample().over(bare.sample()).median();
    }

    /// The same, if each callback cost an exchange over HTTP that does nothing and then a bare
    /// send, one after the other on the same cores.
    double oneAfterTheOther() {
        return alone.sample().over(alone.sample().plus(bare.sample())).median();
    }

    String last() {
        return Stream.of(http, alone, bare)
                .map(side -> "%s: %s/s".formatted(side.name, Figures.of(side.rates.getLast())))
                .collect(Collectors.joining(", "));
    }

    List<List<String>> rows() {
        return List.of(
                http.row(Figures.percent(ratio())),
                alone.row(Figures.percent(alone.sample().over(bare.sample()).median())),
                bare.row(""));
    }

    List<Chart.Value> values() {
        return List.of(
                Chart.Value.of(http.name, http.sample()),
                Chart.Value.of(alone.name, alone.sample()),
                Chart.Value.of(bare.name, bare.sample()));
    }

    private static final class Side {
        private final String name;
        private final List<Double> rates = new ArrayList<>();
        private final Histogram nanos = new Histogram(3);
        private double seconds;

        Side(String name) {
            this.name = name;
        }

        void add(Crowd.Took took) {
            rates.add(took.rate());
            seconds += took.seconds();
            nanos.add(took.nanos());
        }

        Sample sample() {
            return new Sample(rates);
        }

        List<String> row(String ratio) {
            var sample = sample();
            return List.of(
                    name,
                    Figures.of(sample.median()),
                    Figures.percent(sample.spread()),
                    ratio,
                    millis(50),
                    millis(99),
                    millis(99.9));
        }

        private String millis(double percentile) {
            return Figures.of(nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI);
        }
    }
}
