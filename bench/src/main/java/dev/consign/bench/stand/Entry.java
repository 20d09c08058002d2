package dev.consign.bench.stand;

import dev.consign.bench.Setting;
import dev.consign.bench.report.Figures;
import dev.consign.bench.report.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A contender in a race of several rounds, and how it fared.
public final class Entry {
    private final Contender contender;
    private final int messages;
    private final List<Contender.Round> rounds = new ArrayList<>();

    /// @param messages of each round: the slow get fewer, so that all take seconds
    public Entry(Contender contender, int messages) {
        this.contender = contender;
        this.messages = messages;
    }

    /// Runs one round to warm up and then the others, everybody once in each: what slows the
    /// machine down for a while slows all of them.
    public static void race(Setting setting, int rounds, List<Entry> entries) throws Exception {
        for (var round = 0; round <= rounds; round++) {
            for (var entry : entries) {
                var ran = entry.contender.round(entry.messages);
                if (round > 0) {
                    entry.rounds.add(ran);
                }
                setting.say(
                        "%s: %s facts/s, %s us of its own CPU a fact%s"
                                .formatted(
                                        entry.name(),
                                        Figures.of(ran.rate()),
                                        Figures.of(
                                                ran.used().program().toNanos()
                                                        / 1e3
                                                        / ran.messages()),
                                        round == 0 ? ", to warm up" : ""));
            }
        }
    }

    /// @return as it stands in tables
    public String name() {
        return contender.name();
    }

    /// @return who runs
    public Contender contender() {
        return contender;
    }

    /// @return facts a second, one value a round
    public Sample rates() {
        return new Sample(rounds.stream().map(Contender.Round::rate).toList());
    }

    /// @param process one of the three
    /// @return microseconds of processor time a message, one value a round
    public Sample micros(Function<Cpu, Duration> process) {
        return new Sample(
                rounds.stream()
                        .map(round ->
                                process.apply(round.used()).toNanos() / 1e3 / round.messages())
                        .toList());
    }
}
