package dev.consign.broker.outbox;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says once when something we depend on goes away and once when it is back, however many workers
/// notice and however often.
public final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final String who;
    private int failures;

    /// @param who pauses, for the log
    public Outage(String who) {
        this.who = who;
    }

    /// @param why only the first is logged
    /// @return how many times in a row it failed, this one included
    public synchronized int failed(String why) {
        if (failures == 0) {
            LOG.warn("{} pauses: {}", who, why);
        }
        failures++;
        return failures;
    }

    /// It answered.
    public synchronized void worked() {
        if (failures > 0) {
            LOG.info("{} goes on", who);
        }
        failures = 0;
    }

    /// Whether the last attempt failed.
    public synchronized boolean lasts() {
        return failures > 0;
    }
}
