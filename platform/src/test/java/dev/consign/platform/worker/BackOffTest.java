package dev.consign.platform.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
    private static final BackOff EXACT =
            BackOff.exact(Duration.ofSeconds(10), Duration.ofMinutes(5));
    private static final BackOff DOUBLING =
            BackOff.doubling(Duration.ofMillis(100), Duration.ofSeconds(5));

    @ParameterizedTest
    @CsvSource({"1,10", "2,20", "3,40", "4,80", "5,160", "6,300", "7,300", "60,300", "5000,300"})
    void each_wait_doubles_until_the_cap(int attempts, long seconds) {
        assertThat(EXACT.after(attempts, new Random(1))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void the_cap_holds_for_ever_and_at_least_half_is_waited() {
        for (var attempt = 1; attempt < 200; attempt++) {
            var whole = Math.min(5_000, 100L << Math.min(attempt - 1, 20));
            assertThat(DOUBLING.after(attempt, new Random(attempt)).toMillis())
                    .isBetween(whole / 2, whole);
        }
    }

    @Test
    void neighbours_do_not_wait_equally_long() {
        var waits = new HashSet<Duration>();
        var random = new Random(7);
        for (var i = 0; i < 50; i++) {
            waits.add(DOUBLING.after(10, random));
        }
        assertThat(waits).hasSizeGreaterThan(40);
    }

    @Test
    void jitter_stays_within_its_part_and_uses_it() {
        var random = new Random(20_261_120);
        var jittery = BackOff.around(Duration.ofSeconds(10), 2, Duration.ofMinutes(5), 0.2);
        var waits =
                IntStream.range(0, 10_000)
                        .mapToLong(_ -> jittery.after(1, random).toMillis())
                        .summaryStatistics();
        assertThat(waits.getMin()).isBetween(8_000L, 8_050L);
        assertThat(waits.getMax()).isBetween(11_950L, 12_000L);
        assertThat(waits.getAverage()).isBetween(9_900.0, 10_100.0);
    }

    @Test
    void a_steady_wait_never_grows() {
        var steady = BackOff.steady(Duration.ofSeconds(2));
        assertThat(steady.after(1_000, new Random(1))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_cap_below_the_first_wait_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackOff.doubling(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackOff.doubling(Duration.ZERO, Duration.ofSeconds(1)));
    }

    @Test
    void a_wait_that_shrinks_or_is_nothing_is_refused() {
        var second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackOff.around(second, 0.9, second, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> BackOff.around(second, 2, second, 1));
    }
}
