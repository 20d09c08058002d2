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

    /// Warms all of them up, each as long as the others, and then runs the rounds, everybody once
    /// in each: what slows the machine down for a while slows all of them.
    public static void race(Setting setting, int rounds, List<Entry> entries) throws Exception {
        for (var entry : entries) {
            entry.warmUp(setting);
        }
        for (var round = 1; round <= rounds; round++) {
            for (var entry : entries) {
                entry.rounds.add(entry.run(setting, "round " + round));
            }
        }
    }

    /// By time and not by messages: a slow one has as much left to be compiled as a fast one.
    private void warmUp(Setting setting) throws Exception {
        var limit = Duration.ofSeconds(setting.choose(3, 25));
        for (var spent = Duration.ZERO; spent.compareTo(limit) < 0; ) {
            spent = spent.plus(run(setting, "to warm up").took());
        }
    }

    private Contender.Round run(Setting setting, String why) throws Exception {
        var ran = contender.round(messages);
        setting.say(
                "%s, %s: %s facts/s, %s us of its own CPU a fact"
                        .formatted(
                                name(),
                                why,
                                Figures.of(ran.rate()),
                                Figures.of(ran.used().program().toNanos() / 1e3 / ran.messages())));
        return ran;
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
