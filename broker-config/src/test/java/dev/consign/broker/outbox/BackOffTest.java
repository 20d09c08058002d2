package dev.consign.broker.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private final BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(5));

    @Test
    void it_doubles_up_to_the_cap_and_stays_there_for_ever() {
        for (var attempt = 1; attempt < 200; attempt++) {
            var whole = Math.min(5_000, 100L << Math.min(attempt - 1, 20));
            assertThat(backOff.after(attempt, new Random(attempt)).toMillis())
                    .isBetween(whole / 2, whole);
        }
    }

    @Test
    void neighbours_do_not_wait_equally_long() {
        var waits = new HashSet<Duration>();
        var random = new Random(7);
        for (var i = 0; i < 50; i++) {
            waits.add(backOff.after(10, random));
        }
        assertThat(waits).hasSizeGreaterThan(40);
    }

    @Test
    void a_cap_below_the_first_wait_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackOff(Duration.ZERO, Duration.ofSeconds(1)));
    }
}
