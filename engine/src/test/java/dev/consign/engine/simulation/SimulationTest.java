package dev.consign.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.consign.engine.simulation.store.Bug;
import dev.consign.engine.simulation.store.Tables;
import dev.consign.order.OrderMove;
import dev.consign.payment.PaymentMove;
import java.security.SecureRandom;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Random sequences of everything that can happen, against an auditor that recomputes everything on
/// its own. `-Dsimulation.sequences=1000000` plays a million; `-Dsimulation.seed=N` plays one
/// again.
class SimulationTest {
    private static final long SEQUENCES = 100_000;
    private static final int THREADS = 2;

    /// Most bugs show up within a few dozen sequences.
    private static final long ENOUGH = 20_000;

    private static final AtomicLong SEED = new AtomicLong(new SecureRandom().nextLong() >>> 8);

    @Test
    void whatever_happens_every_order_ends_well_and_the_books_are_right() throws Exception {
        Long one = Long.getLong("simulation.seed");
        var first = one == null ? SEED.get() : one;
        long sequences = Long.getLong("simulation.sequences", one == null ? SEQUENCES : 1);
        System.out.printf("Simulation of %,d sequences from seed %d%n", sequences, first);
        if (sequences == 1) {
            System.out.println(Simulation.explain(first, Bug.NONE));
        }
        var next = new AtomicLong();
        var found = new AtomicLong(-1);
        Callable<Void> play =
                () -> {
                    for (var n = next.getAndIncrement();
                            n < sequences && found.get() < 0;
                            n = next.getAndIncrement()) {
                        if (Simulation.play(first + n, Bug.NONE) != null) {
                            found.set(n);
                        }
                    }
                    return null;
                };
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (var future : threads.invokeAll(List.of(play, play))) {
                future.get();
            }
        }
        if (found.get() >= 0) {
            fail(
                    "seed %d, sequence %d: %s"
                            .formatted(
                                    first,
                                    found.get(),
                                    Simulation.explain(first + found.get(), Bug.NONE)));
        }
    }

    /// A move that nothing makes is no move, or the simulation does not do all that happens. Always
    /// the same sequences: some moves are rare.
    @Test
    void every_move_is_made_from_every_status_it_may_start_from() {
        var missing = new TreeSet<String>();
        for (var move : OrderMove.values()) {
            move.from().forEach(from -> missing.add(Tables.edge(move, from)));
        }
        for (var move : PaymentMove.values()) {
            move.from().forEach(from -> missing.add(Tables.edge(move, from)));
        }
        for (var seed = 0L; seed < SEQUENCES && !missing.isEmpty(); seed++) {
            missing.removeAll(Simulation.moves(seed));
        }
        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void the_auditor_finds(Bug bug) {
        var first = SEED.get();
        var found =
                LongStream.range(0, ENOUGH)
                        .filter(n -> foundByAuditor(Simulation.play(first + n, bug)))
                        .findFirst();
        assertThat(found).as("%s from seed %d", bug, first).isPresent();
        System.out.println(
                bug
                        + " after "
                        + (found.getAsLong() + 1)
                        + ": "
                        + Simulation.play(first + found.getAsLong(), bug));
    }

    /// Not what the rules themselves stumble over.
    private static boolean foundByAuditor(@Nullable String found) {
        return found != null && !found.startsWith("java.");
    }
}
