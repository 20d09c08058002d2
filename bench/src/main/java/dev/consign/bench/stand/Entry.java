package dev.consign.bench.stand;

import dev.consign.bench.Setting;
import dev.consign.bench.report.Figures;
import dev.consign.bench.report.Sample;
import java.util.ArrayList;
import java.util.List;

/// A contender in a race of several rounds, and how it fared.
public final class Entry {
    private final Contender contender;
    private final int warmUp;
    private final int messages;
    private final List<Double> rates = new ArrayList<>();

    /// @param messages of each round: the slow get fewer, so that all take seconds
    public Entry(Contender contender, int messages) {
        this(contender, messages, messages);
    }

    /// @param warmUp how many messages it gets before it counts: what runs much code a message and
    ///   few messages a round has most of it still to be compiled after one round
    /// @param messages of each round
    public Entry(Contender contender, int warmUp, int messages) {
        this.contender = contender;
        this.warmUp = warmUp;
        this.messages = messages;
    }

    /// Runs one round to warm up and then the others, everybody once in each: what slows the
    /// machine down for a while slows all of them.
    public static void race(Setting setting, int rounds, List<Entry> entries) throws Exception {
        for (var round = 0; round <= rounds; round++) {
            for (var entry : entries) {
                var rate = entry.contender.round(round == 0 ? entry.warmUp : entry.messages);
                if (round > 0) {
                    entry.rates.add(rate);
                }
                setting.say(
                        "%s: %s facts/s%s"
                                .formatted(
                                        entry.name(),
                                        Figures.of(rate),
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
        return new Sample(rates);
    }
}
