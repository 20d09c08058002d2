package dev.consign.platform.breaker;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Turns nobody away for want of a verdict: while a circuit breaker tries whether the other side is
/// well again, those beyond its few trials wait for what these find, as long as a healthy answer
/// would take, and are let in or turned away together (issue 10: with three trials under way the
/// fourth callback was refused by a healthy broker). Open it turns away at once; closed it costs
/// nothing. Thread-safe.
public final class PatientBreaker {
    /// A trial that is given back unused tells nobody.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final CircuitBreaker breaker;
    private final Duration verdict;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long lastTrial = System.nanoTime();

    /// @param breaker asked through this object only; who was let in reports to it
    /// @param verdict how long after a trial began its outcome is waited for, above 0
    public PatientBreaker(CircuitBreaker breaker, Duration verdict) {
        this.breaker = breaker;
        this.verdict = verdict;
        breaker.getEventPublisher().onStateTransition(_ -> tell());
    }

    /// What whoever was let in reports to, one way or the other.
    public CircuitBreaker breaker() {
        return breaker;
    }

    /// Waits for a verdict that is still to come, and for nothing else. An interrupt is kept and
    /// answered like a refusal.
    ///
    /// @param most no caller waits longer; 0 for not at all
    /// @return whether to call the other side; the breaker must then be told how it went
    public boolean admits(Duration most) {
        if (breaker.getState() == State.CLOSED && breaker.tryAcquirePermission()) {
            return true;
        }
        var end = System.nanoTime() + most.toNanos();
        lock.lock();
        try {
            while (!tryAcquire()) {
                var left = left(end);
                if (!isUndecided() || left <= 0) {
                    return false;
                }
                var _ = changed.awaitNanos(Math.min(left, LOOK_AGAIN.toNanos()));
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean tryAcquire() {
        var admitted = breaker.tryAcquirePermission();
        if (admitted && breaker.getState() == State.HALF_OPEN) {
            lastTrial = System.nanoTime();
        }
        return admitted;
    }

    /// Closed, when that has just been found.
    private boolean isUndecided() {
        return switch (breaker.getState()) {
            case HALF_OPEN, CLOSED, DISABLED, METRICS_ONLY -> true;
            case OPEN, FORCED_OPEN -> false;
        };
    }

    private long left(long end) {
        var now = System.nanoTime();
        return Math.min(end - now, lastTrial + verdict.toNanos() - now);
    }

    private void tell() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
