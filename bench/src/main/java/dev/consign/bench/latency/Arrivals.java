package dev.consign.bench.latency;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntToLongFunction;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;

/// What happens to each of many callbacks, and when: it is due at a time that was drawn before the
/// first was sent, whatever became of the others; then it is answered, then its buyer is credited.
/// Times are on the scale of [System#nanoTime()].
final class Arrivals {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int DIGITS = 3;

    private final long[] due;
    private final AtomicLongArray answered;
    private final AtomicLongArray credited;

    private Arrivals(long[] due) {
        this.due = due;
        this.answered = new AtomicLongArray(due.length);
        this.credited = new AtomicLongArray(due.length);
    }

    /// Arrivals that know nothing of each other, as buyers do not: a Poisson process.
    ///
    /// @param start when the first may come
    /// @param rate how many a second
    static Arrivals drawn(int count, double rate, long start, RandomGenerator random) {
        var due = new long[count];
        var at = 0.0;
        for (var i = 0; i < count; i++) {
            at += random.nextExponential() / rate;
            due[i] = start + (long) (at * NANOS_PER_SECOND);
        }
        return new Arrivals(due);
    }

    int count() {
        return due.length;
    }

    long due(int arrival) {
        return due[arrival];
    }

    void answered(int arrival, long at) {
        answered.set(arrival, at);
    }

    void credited(int arrival, long at) {
        credited.set(arrival, at);
    }

    /// How late callbacks were answered, nanoseconds from when they were due.
    Histogram dueToAnswered() {
        return times(i -> answered.get(i) - due[i]);
    }

    /// A buyer may be credited before the answer has come back: that counts as no time.
    Histogram answeredToCredited() {
        return times(i -> credited.get(i) - answered.get(i));
    }

    Histogram dueToCredited() {
        return times(i -> credited.get(i) - due[i]);
    }

    /// How many a second were really answered.
    double rate() {
        var first = due[0];
        var last = Arrays.stream(all(answered)).max().orElseThrow();
        return count() / ((last - first) / NANOS_PER_SECOND);
    }

    private static long[] all(AtomicLongArray values) {
        var copy = new long[values.length()];
        Arrays.setAll(copy, values::get);
        return copy;
    }

    private Histogram times(IntToLongFunction nanos) {
        var histogram = new Histogram(DIGITS);
        for (var i = 0; i < count(); i++) {
            histogram.recordValue(Math.max(0, nanos.applyAsLong(i)));
        }
        return histogram;
    }
}
