package dev.consign.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BodyBudgetTest {
    private static final int KIB = 1024;

    private final BodyBudget budget = new BodyBudget(128 * KIB, 64 * KIB);

    @Test
    void no_more_is_read_at_once_than_fits() {
        assertThat(budget.admit(64 * KIB)).isPresent();
        var unknown = budget.admit(-1);
        assertThat(unknown).as("without a length it may be the largest").isPresent();
        assertThat(budget.admit(5 * KIB)).isEmpty();

        unknown.orElseThrow().close();
        unknown.orElseThrow().close();

        assertThat(budget.admit(64 * KIB)).isPresent();
        assertThat(budget.admit(5 * KIB)).as("given back once, not twice").isEmpty();
    }

    @Test
    void what_is_small_is_never_kept_waiting() {
        assertThat(budget.admit(64 * KIB)).isPresent();
        assertThat(budget.admit(64 * KIB)).isPresent();
        assertThat(budget.admit(4 * KIB)).isPresent();
        assertThat(budget.admit(0)).isPresent();
    }

    @Test
    void who_waits_a_moment_gets_what_becomes_free() throws Exception {
        assertThat(budget.admit(64 * KIB)).isPresent();
        var other = budget.admit(64 * KIB).orElseThrow();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var next = clients.submit(() -> budget.admit(64 * KIB));
            other.close();
            assertThat(next.get(10, TimeUnit.SECONDS)).isPresent();
        }
    }
}
