package dev.consign.bench.memory;

import dev.consign.bench.report.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A processor with a certain heap, and how it fares under full load.
final class Processor {
    private final int heap;
    private final @Nullable FullLoad load;
    private final long pid;
    private final BooleanSupplier alive;
    private final List<Double> rates = new ArrayList<>();
    private boolean ended;

    /// @param heap in MiB
    /// @param alive whether it is still the process that was started
    Processor(int heap, FullLoad load, long pid, BooleanSupplier alive) {
        this(heap, pid, alive, load);
    }

    private Processor(int heap, long pid, BooleanSupplier alive, @Nullable FullLoad load) {
        this.heap = heap;
        this.load = load;
        this.pid = pid;
        this.alive = alive;
        this.ended = load == null;
    }

    /// One whose heap was too small to start.
    static Processor neverReady(int heap) {
        return new Processor(heap, 0, () -> false, null);
    }

    int heap() {
        return heap;
    }

    long pid() {
        return pid;
    }

    /// Whether it ended by itself, as the JVM does when the heap is used up.
    boolean hasEnded() {
        return ended;
    }

    /// @return callbacks a second, a value a round; 0 from the round on in which it ended
    Sample rates() {
        return new Sample(rates);
    }

    /// By time: what is compiled late is compiled after seconds of work.
    ///
    /// @return callbacks a second in the last round of it; 0 when it ended
    double warmUp(int callbacks, int seconds) throws Exception {
        var rate = 0.0;
        var worked = 0.0;
        do {
            rate = tried(callbacks);
            worked += callbacks / rate;
        } while (worked < seconds && !ended);
        return rate;
    }

    /// @return callbacks a second; 0 when it ended
    double round(int callbacks) throws Exception {
        var rate = tried(callbacks);
        rates.add(rate);
        return rate;
    }

    private double tried(int callbacks) throws Exception {
        var rate = 0.0;
        if (load != null && !ended) {
            try {
                rate = load.round(callbacks);
            } catch (Exception e) {
                if (alive.getAsBoolean()) {
                    throw e;
                }
                ended = true;
            }
        }
        return rate;
    }

    void verify() throws Exception {
        if (load != null && !ended) {
            load.verify();
        }
    }
}
