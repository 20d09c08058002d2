package dev.consign.platform.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatientBreakerTest {
    private static final int TRIALS = 3;
    private static final int CALLERS = 200;
    private static final Duration LONG = Duration.ofSeconds(10);

    private final CircuitBreaker breaker =
            CircuitBreaker.of(
                    "b",
                    CircuitBreakerConfig.custom()
                            .slidingWindowSize(20)
                            .permittedNumberOfCallsInHalfOpenState(TRIALS)
                            .waitDurationInOpenState(Duration.ofMinutes(1))
                            .build());

    @Test
    void two_hundred_callers_at_once_are_all_let_in_when_the_trials_succeed() throws Exception {
        halfOpen();
        var patient = new PatientBreaker(breaker, LONG);
        assertThat(let(patient, CALLERS, true)).hasSize(CALLERS).containsOnly(true);
    }

    @Test
    void those_who_wait_are_turned_away_when_the_trials_fail_and_not_later() throws Exception {
        halfOpen();
        var patient = new PatientBreaker(breaker, LONG);
        var started = System.nanoTime();
        assertThat(let(patient, CALLERS, false)).filteredOn(let -> let).hasSize(TRIALS);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LONG);
    }

    @Test
    void nobody_waits_longer_than_a_healthy_answer_takes_or_than_he_would() {
        halfOpen();
        var patient = new PatientBreaker(breaker, Duration.ofMillis(100));
        for (var i = 0; i < TRIALS; i++) {
            assertThat(patient.admits(LONG)).isTrue();
        }
        assertThat(patient.admits(LONG)).as("the trials take too long").isFalse();
        var other = new PatientBreaker(breaker, LONG);
        assertThat(other.admits(Duration.ofMillis(50))).as("he would not wait").isFalse();
    }

    @Test
    void an_open_breaker_turns_away_at_once() {
        breaker.transitionToOpenState();
        var started = System.nanoTime();
        assertThat(new PatientBreaker(breaker, LONG).admits(LONG)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LONG.dividedBy(2));
    }

    @Test
    void a_trial_that_is_given_back_goes_to_the_next() throws Exception {
        halfOpen();
        var patient = new PatientBreaker(breaker, LONG);
        for (var i = 0; i < TRIALS; i++) {
            assertThat(patient.admits(LONG)).isTrue();
        }
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var next = callers.submit(() -> patient.admits(LONG));
            await().during(Duration.ofMillis(100)).until(() -> !next.isDone());
            breaker.releasePermission();
            assertThat(next.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void halfOpen() {
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
    }

    /// The trials end only when everybody has come.
    private List<Boolean> let(PatientBreaker patient, int callers, boolean well) throws Exception {
        var come = new CountDownLatch(callers);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Boolean>>();
            for (var i = 0; i < callers; i++) {
                all.add(
                        threads.submit(() -> {
                            come.countDown();
                            var let = patient.admits(LONG);
                            if (let) {
                                come.await();
                                report(well);
                            }
                            return let;
                        }));
            }
            var results = new ArrayList<Boolean>();
            for (var one : all) {
                results.add(one.get());
            }
            return results;
        }
    }

    private void report(boolean well) {
        if (well) {
            breaker.onSuccess(1, TimeUnit.MILLISECONDS);
        } else {
            breaker.onError(1, TimeUnit.MILLISECONDS, new IllegalStateException("for a test"));
        }
    }
}
