package dev.consign.reconciler.ask;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells once when something we depend on goes away and once when it is back, however many workers
/// notice, and says how long to leave it alone meanwhile.
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final String what;
    private final String meanwhile;
    private final BackOff pauses;
    private final AtomicInteger failures = new AtomicInteger();

    /// @param what for the log
    /// @param meanwhile for the log, what happens until it is back
    /// @param first the first pause
    /// @param longest the longest pause
    Outage(String what, String meanwhile, Duration first, Duration longest) {
        this.what = what;
        this.meanwhile = meanwhile;
        this.pauses = new BackOff(first, 2, longest.compareTo(first) < 0 ? first : longest, 0);
    }

    /// @param why what was seen; only the first is logged
    void failed(String why) {
        if (failures.getAndIncrement() == 0) {
            LOG.warn("{} is not available, {}: {}", what, meanwhile, why);
        }
    }

    /// @return to be handed to [#worked] by whoever begins something that would fail now
    int failures() {
        return failures.get();
    }

    /// A success says nothing about failures that came after it began.
    ///
    /// @param before what [#failures] was when it began
    void worked(int before) {
        if (before != 0 && failures.compareAndSet(before, 0)) {
            LOG.info("{} is available again", what);
        }
    }

    boolean lasts() {
        return failures.get() > 0;
    }

    /// @return the pause that the failures so far ask for
    Duration pause() {
        return pauses.after(failures.get(), () -> 0);
    }
}
