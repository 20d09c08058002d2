package dev.consign.platform.log;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/// Says what strangers cause in one line a second and reason, however often they cause it: 929
/// forged callbacks a second wrote 14 GB a day (issue 11, number 10). Thread-safe; sleeps while
/// nothing happens.
public final class SummedLog {
    private static final Duration EACH = Duration.ofSeconds(1);

    /// Reasons are few by nature; should one of them hold something of a stranger's after all, it
    /// fills neither the log nor the memory.
    private static final int MOST_REASONS = 20;

    private static final String OTHERS = "others";

    private final Logger log;
    private final Level level;
    private final String what;
    private Map<String, Long> counts = new TreeMap<>();

    /// @param what is counted, as the line begins
    public SummedLog(Logger log, Level level, String what) {
        this.log = log;
        this.level = level;
        this.what = what;
    }

    /// It happened once more.
    ///
    /// @param reason a word of ours, nothing that was sent
    public void add(String reason) {
        synchronized (this) {
            var first = counts.isEmpty();
            var known = counts.containsKey(reason) || counts.size() < MOST_REASONS;
            counts.merge(known ? reason : OTHERS, 1L, Long::sum);
            if (!first) {
                return;
            }
        }
        Thread.ofVirtual().name("summed-log").start(this::sumUp);
    }

    private void sumUp() {
        var end = System.nanoTime() + EACH.toNanos();
        for (var left = EACH.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        Map<String, Long> summed;
        synchronized (this) {
            summed = counts;
            counts = new TreeMap<>();
        }
        summed.forEach((reason, count) ->
                log.atLevel(level).log("{}: {} ({} in a second)", what, reason, count));
    }
}
