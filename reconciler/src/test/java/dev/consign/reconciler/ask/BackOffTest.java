package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
    private static final BackOff STEADY =
            new BackOff(Duration.ofSeconds(10), 2, Duration.ofMinutes(5), 0);

    @ParameterizedTest
    @CsvSource({"1,10", "2,20", "3,40", "4,80", "5,160", "6,300", "7,300", "60,300", "5000,300"})
    void each_wait_doubles_until_the_cap(int attempts, long seconds) {
        assertThat(STEADY.after(attempts, new Random(1))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void jitter_stays_within_its_part_and_uses_it() {
        var random = new Random(20_261_120);
        var jittery = new BackOff(Duration.ofSeconds(10), 2, Duration.ofMinutes(5), 0.2);
        var waits =
                IntStream.range(0, 10_000)
                        .mapToLong(_ -> jittery.after(1, random).toMillis())
                        .summaryStatistics();
        assertThat(waits.getMin()).isBetween(8_000L, 8_050L);
        assertThat(waits.getMax()).isBetween(11_950L, 12_000L);
        assertThat(waits.getAverage()).isBetween(9_900.0, 10_100.0);
    }

    @Test
    void a_factor_of_one_never_grows() {
        var steady = new BackOff(Duration.ofSeconds(2), 1, Duration.ofSeconds(2), 0);
        assertThat(steady.after(1_000, new Random(1))).isEqualTo(Duration.ofSeconds(2));
    }
}
