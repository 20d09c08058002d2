package dev.consign.bench.post;

import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/// Threads that share out a number of pieces of work: each takes the next piece as soon as its last
/// one is done, so there are always as many under way as there are threads.
public final class Crowd {
    private static final int DIGITS = 3;

    private Crowd() {}

    /// Opens everybody's connection first; the clock runs from the moment all of them have one.
    ///
    /// @param threads how many
    /// @param pieces of work, all in all
    /// @throws Exception of the first piece that failed; the round is worth nothing then
    public static Took run(int threads, int pieces, WorkerSource source) throws Exception {
        var next = new AtomicInteger();
        var ready = new CyclicBarrier(threads + 1);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var members = new ArrayList<Future<Histogram>>();
            for (var i = 0; i < threads; i++) {
                members.add(pool.submit(() -> work(source, next, pieces, ready)));
            }
            ready.await();
            var start = System.nanoTime();
            var all = new Histogram(DIGITS);
            for (var member : members) {
                all.add(member.get());
            }
            return new Took((System.nanoTime() - start) / 1e9, all);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a round failed: " + e.getCause(), e.getCause());
        }
    }

    private static Histogram work(
            WorkerSource source, AtomicInteger next, int pieces, CyclicBarrier ready)
            throws Exception {
        var times = new Histogram(DIGITS);
        try (var worker = source.open()) {
            ready.await();
            for (var i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
                var start = System.nanoTime();
                worker.work(i);
                times.recordValue(System.nanoTime() - start);
            }
        }
        return times;
    }

    /// Whoever does the work, on one thread.
    public interface Worker extends AutoCloseable {
        /// @param piece its number, from 0
        /// @throws Exception when it cannot be done; everything is given up then
        void work(int piece) throws Exception;

        @Override
        void close();
    }

    /// Gives each thread its worker.
    @FunctionalInterface
    public interface WorkerSource {
        /// @throws Exception when there is no connection
        Worker open() throws Exception;
    }

    /// How long it took.
    ///
    /// @param seconds all of it
    /// @param nanos each piece
    public record Took(double seconds, Histogram nanos) {
        /// @return pieces a second
        public double rate() {
            return nanos.getTotalCount() / seconds;
        }
    }
}
