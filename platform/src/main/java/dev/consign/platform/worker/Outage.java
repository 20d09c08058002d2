package dev.consign.platform.worker;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says once when something we depend on goes away and once when it is back, however many workers
/// notice and however often. Thread-safe.
public final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final String gone;
    private final String back;
    private final AtomicInteger failures = new AtomicInteger();

    /// @param gone for the log, what happens when it goes away; the reason follows
    /// @param back for the log, what happens when it is back
    public Outage(String gone, String back) {
        this.gone = gone;
        this.back = back;
    }

    /// @param why what was seen; only the first is logged
    public void failed(String why) {
        if (failures.getAndIncrement() == 0) {
            LOG.warn("{}: {}", gone, why);
        }
    }

    /// How many times in a row it failed; to be handed to [#worked] by whoever begins something
    /// that would fail now.
    public int failures() {
        return failures.get();
    }

    /// A success says nothing about failures that came after it began.
    ///
    /// @param before what [#failures] was when it began
    public void worked(int before) {
        if (before != 0 && failures.compareAndSet(before, 0)) {
            LOG.info("{}", back);
        }
    }

    /// Whether the last attempt failed.
    public boolean lasts() {
        return failures.get() > 0;
    }
}
