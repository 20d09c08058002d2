package dev.consign.reconciler.guard;

import static dev.consign.sql.DatabaseSettings.positive;

import dev.consign.sql.RefusedToStart;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;

/// How much one gateway is spared: by how often it is asked, and by not being asked while it is
/// unwell. Holds for one process; two processes ask twice as often.
///
/// @param callsPerSecond questions a second, at most
/// @param permitWait how long a question may wait for its turn, and how long for the outcome of a
///   trial whether the gateway is well again
/// @param window the last questions that are looked at
/// @param minimumCalls questions before the breaker may open
/// @param failureRate percent of the window without a clear answer that open the breaker
/// @param openFor how long it is left alone then
/// @param trialCalls questions that decide whether it is well again
public record GuardSettings(
        int callsPerSecond,
        Duration permitWait,
        int window,
        int minimumCalls,
        int failureRate,
        Duration openFor,
        int trialCalls) {

    /// @throws RefusedToStart naming the first setting that is missing or contradicts another
    public GuardSettings {
        atLeastOne(callsPerSecond, "calls-per-second");
        atLeastOne(window, "window");
        atLeastOne(minimumCalls, "minimum-calls");
        atLeastOne(failureRate, "failure-rate");
        atLeastOne(trialCalls, "trial-calls");
        positive(permitWait, "consign.guard.*.permit-wait");
        positive(openFor, "consign.guard.*.open-for");
        if (failureRate > 100) {
            throw new RefusedToStart("consign.guard.*.failure-rate must be at most 100");
        }
        if (minimumCalls > window) {
            throw new RefusedToStart(
                    "consign.guard.*.minimum-calls must not be more than consign.guard.*.window,"
                            + " or the breaker never opens");
        }
    }

    CircuitBreakerConfig breaker() {
        return CircuitBreakerConfig.custom()
                .slidingWindow(window, minimumCalls, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(failureRate)
                .waitDurationInOpenState(openFor)
                .permittedNumberOfCallsInHalfOpenState(trialCalls)
                // Trials that never come back must not keep the gateway locked out.
                .maxWaitDurationInHalfOpenState(openFor.multipliedBy(2))
                .build();
    }

    RateLimiterConfig limiter() {
        return RateLimiterConfig.custom()
                .limitForPeriod(callsPerSecond)
                .limitRefreshPeriod(Duration.ofSeconds(1))
                .timeoutDuration(permitWait)
                .build();
    }

    private static void atLeastOne(int value, String name) {
        if (value < 1) {
            throw new RefusedToStart("consign.guard.*." + name + " must be at least 1");
        }
    }
}
