package dev.consign.bench.growth;

import dev.consign.bench.Setting;
import dev.consign.bench.report.Figures;
import dev.consign.bench.report.Sample;
import dev.consign.bench.stand.Contender;
import java.util.ArrayList;
import java.util.List;

/// Two contenders measured in turns, so that whatever slows the machine down for a while slows both
/// of them; which of them goes first changes with every round.
///
/// @param name what is special about the other
/// @param reference facts a second, one value a round
/// @param other facts a second in the same rounds
record Turns(String name, Sample reference, Sample other) {
    /// How much is measured.
    ///
    /// @param rounds of both
    /// @param reference messages of the reference in each round
    /// @param other messages of the other: the slow get fewer
    record Plan(int rounds, int reference, int other) {}

    static Turns of(Setting setting, String name, Contender reference, Contender other, Plan plan)
            throws Exception {
        var those = new ArrayList<Double>();
        var these = new ArrayList<Double>();
        for (var round = 0; round < plan.rounds(); round++) {
            if (round % 2 == 0) {
                those.add(reference.round(plan.reference()).rate());
                these.add(other.round(plan.other()).rate());
            } else {
                these.add(other.round(plan.other()).rate());
                those.add(reference.round(plan.reference()).rate());
            }
            setting.say(
                    "%s: %s facts/s, the reference %s"
                            .formatted(
                                    name,
                                    Figures.of(these.getLast()),
                                    Figures.of(those.getLast())));
        }
        return new Turns(name, new Sample(those), new Sample(these));
    }

    /// @return the other as a part of the reference, a round each
    Sample ratio() {
        return other.over(reference);
    }

    List<String> row() {
        return List.of(
                name,
                Figures.of(other.median()),
                Figures.percent(other.spread()),
                Figures.of(reference.median()),
                Figures.percent(ratio().median()));
    }
}
