package dev.consign.processor.order;

import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.order.Store.Poison;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the gateway has said and the door has not yet heard: lost, doubled, overtaken, taken in
/// batches, and taken in again after a crash.
final class Wire {
    private static final FactSource[] SOURCES = FactSource.values();
    private static final int MOST_BATCH = 4;

    private final World world;
    private final List<PaymentFact> facts = new ArrayList<>();
    private final List<PaymentFact> said = new ArrayList<>();
    private final List<PaymentFact> dead = new ArrayList<>();

    Wire(World world) {
        this.world = world;
    }

    void add(PaymentFact fact) {
        facts.add(fact);
    }

    void requeueTheDead() {
        facts.addAll(dead);
        dead.clear();
    }

    /// None, one or two copies; from any source.
    void say(@Nullable PaymentFact fact) {
        if (fact != null) {
            var copies = world.random.nextInt(6);
            for (var i = 0; i < (copies == 0 ? 0 : copies == 1 ? 2 : 1); i++) {
                facts.add(fact.from(SOURCES[world.random.nextInt(SOURCES.length)]));
            }
            said.add(fact);
        }
    }

    void repeat() {
        if (!said.isEmpty()) {
            facts.add(world.any(said).from(SOURCES[world.random.nextInt(SOURCES.length)]));
        }
    }

    /// Takes a few messages off the wire, in any order, and has them judged in one transaction.
    ///
    /// @param crash before the database commit, or between it and that of the broker
    void deliver(boolean crash) {
        var batch = new ArrayList<PaymentFact>();
        for (var i = 1 + world.random.nextInt(MOST_BATCH); i > 0 && !facts.isEmpty(); i--) {
            batch.add(facts.remove(world.random.nextInt(facts.size())));
        }
        if (batch.isEmpty()) {
            return;
        }
        var lost = crash && world.random.nextBoolean();
        if (crash) {
            facts.addAll(batch);
        }
        try {
            judge(batch, lost);
        } catch (Poison _) {
            for (var fact : batch) {
                alone(fact, lost);
            }
        }
    }

    private void alone(PaymentFact fact, boolean lost) {
        try {
            judge(List.of(fact), lost);
        } catch (Poison e) {
            world.note("poison: " + e.getMessage());
            dead.add(fact);
        }
    }

    private void judge(List<PaymentFact> batch, boolean lost) {
        var judgements = world.store.judge(batch, lost);
        if (world.trace != null) {
            batch.forEach(one ->
                    world.note(
                            "judge %s %s of %s by %s at %s"
                                    .formatted(
                                            one.kind(),
                                            one.money(),
                                            one.paymentNo(),
                                            one.transactionId() + "/" + one.refundNo(),
                                            one.merchant())));
            world.note(
                    judgements == null
                            ? "  lost"
                            : "  " + judgements.stream().map(Judgement::outcome).toList());
        }
        if (judgements != null) {
            judgements.forEach(world.auditor::judged);
        }
    }

    void drain() {
        while (!facts.isEmpty()) {
            deliver(false);
        }
    }
}
