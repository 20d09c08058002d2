package dev.consign.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.ConfirmSettings;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.MoneyPath.Engine;
import dev.consign.engine.simulation.store.DatabaseStore;
import dev.consign.engine.simulation.store.MemoryReads;
import dev.consign.engine.simulation.store.Names;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The same sequences on the real database, through the real engine. `-Dsimulation.seed=N` plays
/// the same again.
class DatabaseSimulationTest {
    private static final int SEQUENCES = 200;
    private static final int THREADS = 4;
    private static final ConfirmSettings CONFIRM = new ConfirmSettings(MemoryReads.CONFIRM_ABOVE);

    @Test
    void whatever_happens_the_database_says_what_the_auditor_says() throws Exception {
        long first = Long.getLong("simulation.seed", new SecureRandom().nextLong() >>> 8);
        int sequences = Integer.getInteger("simulation.database.sequences", SEQUENCES);
        System.out.printf(
                "Simulation of %d sequences on the database from seed %d%n", sequences, first);
        try (var path = new MoneyPath();
                var threads = Executors.newFixedThreadPool(THREADS)) {
            var next = new AtomicInteger();
            Callable<Void> play =
                    () -> {
                        var clock = new World.Clock(Instant.now());
                        var engines =
                                List.of(path.engine(clock, CONFIRM), path.engine(clock, CONFIRM));
                        for (var n = next.getAndIncrement();
                                n < sequences;
                                n = next.getAndIncrement()) {
                            var found = play(first + n, Names.of(n), clock, path, engines);
                            assertThat(found).as("sequence %d from seed %d", n, first).isNull();
                        }
                        return null;
                    };
            for (var future : threads.invokeAll(Collections.nCopies(THREADS, play))) {
                future.get();
            }
            assertThat(path.violations()).isEmpty();
        }
    }

    private static @Nullable String play(
            long seed, Names names, World.Clock clock, MoneyPath path, List<Engine> engines) {
        clock.now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return Simulation.play(
                seed,
                names,
                clock,
                pieces -> new DatabaseStore(names, pieces, clock, path, engines));
    }
}
