package dev.consign.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdSourceTest {
    @Test
    void names_rise_even_when_the_clock_stands_still_or_steps_back() {
        var millis = List.of(1_700_000_000_000L, 1_700_000_000_000L, 1_600_000_000_000L);
        var reading = new int[1];
        InstantSource clock = () -> Instant.ofEpochMilli(millis.get(reading[0]++ % millis.size()));
        var ids = new IdSource(clock, new Random(1));
        var made = new ArrayList<String>();
        for (var i = 0; i < 10_000; i++) {
            made.add(ids.orderNo().value());
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_later_millisecond_sorts_later_whatever_the_random_part_is() {
        var now = new long[] {1_700_000_000_000L};
        var ids = new IdSource(() -> Instant.ofEpochMilli(now[0]), new Random(2));
        var before = ids.next(NumberPrefix.SEND);
        for (var i = 0; i < 10_000; i++) {
            now[0]++;
            var after = ids.next(NumberPrefix.SEND);
            assertThat(after).isGreaterThan(before).hasSize(17);
            before = after;
        }
    }
}
