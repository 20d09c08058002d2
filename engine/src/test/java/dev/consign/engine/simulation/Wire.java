package dev.consign.engine.simulation;

import dev.consign.engine.FactResult;
import dev.consign.engine.simulation.store.Names;
import dev.consign.engine.simulation.store.Store.Poison;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was said and the engine has not yet heard: lost, doubled, overtaken, taken in batches, and
/// taken in again after a crash. Each word bears the source that such a word comes from.
final class Wire {
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

    List<PaymentFact> dead() {
        return dead;
    }

    /// The gateway posts it: none, one or two copies. It may be known from a file as well.
    void say(@Nullable PaymentFact fact) {
        if (fact != null) {
            for (var copies = copies(); copies > 0; copies--) {
                facts.add(fact.from(source(fact)));
            }
            said.add(fact);
        }
    }

    /// The gateway says it because it was asked.
    void answer(@Nullable PaymentFact fact) {
        if (fact != null) {
            var answer = fact.from(FactSource.QUERY);
            for (var copies = copies(); copies > 0; copies--) {
                facts.add(answer);
            }
            said.add(answer);
        }
    }

    private int copies() {
        var dice = world.random.nextInt(6);
        return dice == 0 ? 0 : dice == 1 ? 2 : 1;
    }

    private FactSource source(PaymentFact fact) {
        return switch (world.random.nextInt(8)) {
            case 0 -> FactSource.REISSUE;
            case 1 -> isLine(fact) ? FactSource.UPLOAD : FactSource.CALLBACK;
            case 2 -> isLine(fact) ? FactSource.STATEMENT : FactSource.CALLBACK;
            default -> FactSource.CALLBACK;
        };
    }

    /// Whether it stands in the gateway's statement: what is put right later does not.
    private boolean isLine(PaymentFact fact) {
        var account = world.gateway.accounts.get(fact.paymentNo());
        if (account == null || fact.transactionId() == null) {
            return false;
        }
        if (fact.kind() == FactKind.REFUNDED) {
            return true;
        }
        var taken = account.taken(fact.transactionId());
        return fact.kind() == FactKind.PAID && taken != null && fact.money().equals(taken.money);
    }

    void repeat() {
        if (!said.isEmpty()) {
            var fact = world.any(said);
            facts.add(fact.source() == FactSource.QUERY ? fact : fact.from(source(fact)));
        }
    }

    /// Takes a few messages off the wire, in any order, and has them processed in one transaction.
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
            process(batch, lost);
        } catch (Poison _) {
            for (var fact : batch) {
                alone(fact, lost);
            }
        }
    }

    /// Has it processed at once, by itself.
    void alone(PaymentFact fact, boolean lost) {
        try {
            process(List.of(fact), lost);
        } catch (Poison e) {
            world.note("poison: " + e.getMessage());
            dead.add(fact);
        }
    }

    private void process(List<PaymentFact> batch, boolean lost) {
        var before =
                batch.size() == 1
                        ? world.auditor.words().before(world.store.tables(), batch.getFirst())
                        : null;
        var results = world.store.process(batch, lost);
        if (world.trace != null) {
            batch.forEach(one -> world.note("process " + text(one)));
            world.note(
                    results == null
                            ? "  lost"
                            : "  " + results.stream().map(FactResult::outcome).toList());
        }
        if (results != null) {
            results.forEach(world.auditor::processed);
            if (before != null) {
                before.compare(world.store.tables(), results.getFirst());
            }
        }
    }

    static String text(PaymentFact fact) {
        return "%s %s %s of %s by %s %s %s"
                .formatted(
                        fact.source(),
                        fact.kind(),
                        fact.money(),
                        fact.paymentNo(),
                        fact.transactionId(),
                        fact.number(),
                        fact.merchant().equals(Names.MERCHANT) ? "" : "at " + fact.merchant());
    }

    void drain() {
        while (!facts.isEmpty()) {
            deliver(false);
        }
    }
}
