package dev.consign.notify.delivery;

import dev.consign.notify.delivery.Deliveries.Due;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Who has how much under way: never more than a limit for all and a lower one for each target, and
/// one at a time for a target whose last answer was a failure, so that those who hang leave room
/// for those who do not.
final class ConcurrencyLimit {
    private static final int MOST_REMEMBERED = 10_000;

    private final int all;
    private final int each;
    private final Semaphore taken;
    private final Map<String, Integer> underWay = new HashMap<>();
    private final Set<String> failing = new HashSet<>();

    ConcurrencyLimit(int all, int each) {
        this.all = all;
        this.each = each;
        this.taken = new Semaphore(all);
    }

    int free() {
        return taken.availablePermits();
    }

    synchronized List<String> busy() {
        return underWay.keySet().stream().filter(this::full).toList();
    }

    /// Takes a slot for each that has one.
    synchronized List<Due> choose(List<Due> due) {
        var chosen = new ArrayList<Due>();
        for (var one : due) {
            if (!full(one.target()) && taken.tryAcquire()) {
                underWay.merge(one.target(), 1, Integer::sum);
                chosen.add(one);
            }
        }
        return chosen;
    }

    synchronized void ended(String target, boolean failed) {
        if (failed && failing.size() < MOST_REMEMBERED) {
            failing.add(target);
        } else if (!failed) {
            failing.remove(target);
        }
        release(target);
    }

    synchronized void release(String target) {
        underWay.computeIfPresent(target, (_, count) -> count == 1 ? null : count - 1);
        taken.release();
    }

    boolean awaitEmpty(Duration limit) throws InterruptedException {
        var empty = taken.tryAcquire(all, limit.toMillis(), TimeUnit.MILLISECONDS);
        if (empty) {
            taken.release(all);
        }
        return empty;
    }

    private boolean full(String target) {
        var limit = failing.contains(target) ? 1 : each;
        return underWay.getOrDefault(target, 0) >= limit;
    }
}
