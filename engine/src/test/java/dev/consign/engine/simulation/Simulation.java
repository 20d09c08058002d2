package dev.consign.engine.simulation;

import dev.consign.engine.simulation.store.Bug;
import dev.consign.engine.simulation.store.MemoryStore;
import dev.consign.engine.simulation.store.Names;
import dev.consign.engine.simulation.store.Store;
import dev.consign.id.IdSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One sequence: a storm of random steps, then calm, and an audit after each. The same seed plays
/// the same sequence.
final class Simulation {
    private static final Names NAMES = Names.of(0);
    private static final Instant START = Instant.parse("2026-11-20T09:00:00Z");

    private Simulation() {}

    /// @return null when the auditor is content, else what it found
    static @Nullable String play(long seed, Bug bug) {
        return play(seed, bug, null);
    }

    /// The same with every step written down.
    static String explain(long seed, Bug bug) {
        var trace = new ArrayList<String>();
        var found = play(seed, bug, trace);
        return "%s%nReplay it with -Dsimulation.seed=%d%n%s"
                .formatted(found, seed, String.join("\n", trace));
    }

    /// The same on another store; explained when something is found.
    ///
    /// @param open makes the store, given the pieces of each item
    static @Nullable String play(
            long seed, Names names, World.Clock clock, Function<int[], Store> open) {
        var random = new SplittableRandom(seed);
        var trace = new ArrayList<String>();
        var store = open.apply(pieces(random));
        var world = new World(names, random, store, clock, Bug.NONE, trace);
        var found = run(world, false);
        return found == null ? null : found + "\n" + String.join("\n", trace);
    }

    /// The moves of orders and payments that are made.
    static Set<String> moves(long seed) {
        var world = world(seed, Bug.NONE, null);
        run(world, false);
        return world.store.tables().moves;
    }

    private static @Nullable String play(long seed, Bug bug, @Nullable List<String> trace) {
        return run(world(seed, bug, trace), trace != null);
    }

    private static World world(long seed, Bug bug, @Nullable List<String> trace) {
        var random = new SplittableRandom(seed);
        var clock = new World.Clock(START);
        var pieces = pieces(random);
        var ids = new IdSource(clock, random);
        var store = new MemoryStore(NAMES, pieces, clock, ids, bug);
        return new World(NAMES, random, store, clock, bug, trace);
    }

    private static int[] pieces(SplittableRandom random) {
        var pieces = new int[NAMES.items().size()];
        for (var i = 0; i < pieces.length; i++) {
            pieces[i] = 1 + random.nextInt(4);
        }
        return pieces;
    }

    /// @param closely audits after each step, which shows the first wrong one
    private static @Nullable String run(World world, boolean closely) {
        try {
            for (var steps = 10 + world.random.nextInt(31); steps > 0; steps--) {
                world.step();
                if (closely) {
                    world.auditor.check(world.store.tables());
                }
            }
            world.auditor.check(world.store.tables());
            world.note("the storm is over");
            world.calmDown();
            world.auditor.checkCalm(world.store.tables(), world.wire.dead());
            return null;
        } catch (Auditor.Found e) {
            return String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            if (world.trace != null) {
                throw new AssertionError(String.join("\n", world.trace), e);
            }
            return String.valueOf(e);
        }
    }
}
