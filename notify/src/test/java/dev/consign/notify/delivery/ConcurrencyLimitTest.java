package dev.consign.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.notify.delivery.Deliveries.Due;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
    private final ConcurrencyLimit slots = new ConcurrencyLimit(4, 2);

    @Test
    void one_target_has_at_most_its_own_share() {
        assertThat(slots.choose(due("a", "a", "a", "b"))).hasSize(3);
        assertThat(slots.busy()).containsExactly("a");
        assertThat(slots.free()).isEqualTo(1);
    }

    @Test
    void all_together_have_at_most_what_there_is() {
        assertThat(slots.choose(due("a", "b", "c", "d", "e"))).hasSize(4);
        assertThat(slots.free()).isZero();
    }

    @Test
    void one_that_failed_is_tried_one_at_a_time_until_it_works() {
        slots.choose(due("a"));
        slots.ended("a", true);
        assertThat(slots.choose(due("a", "a"))).hasSize(1);
        assertThat(slots.busy()).containsExactly("a");
        slots.ended("a", false);
        assertThat(slots.choose(due("a", "a"))).hasSize(2);
    }

    private static List<Due> due(String... targets) {
        return List.of(targets).stream().map(target -> new Due("N" + target, target)).toList();
    }
}
