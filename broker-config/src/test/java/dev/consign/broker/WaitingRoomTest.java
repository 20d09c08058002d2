package dev.consign.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private final WaitingRoom room = new WaitingRoom();

    @Test
    void who_comes_while_others_are_under_way_waits_and_leaves_with_the_rest() {
        var first = enter(QueueName.PAYMENT_CALLBACK);
        var group = leave(Duration.ZERO);
        assertThat(group.members()).containsExactly(first);

        var second = enter(QueueName.PAYMENT_CALLBACK);
        var third = enter(QueueName.PAYMENT_CALLBACK);
        assertThat(room.someMayLeave()).isFalse();
        room.over(group);
        assertThat(room.someMayLeave()).isTrue();
        assertThat(leave(Duration.ZERO).members()).containsExactly(second, third);
    }

    @Test
    void queues_do_not_wait_for_each_other() {
        enter(QueueName.PAYMENT_CALLBACK);
        leave(Duration.ZERO);
        enter(QueueName.PAYMENT_CALLBACK);
        var notification = enter(QueueName.NOTIFICATION);
        assertThat(leave(Duration.ZERO).members()).containsExactly(notification);
        assertThat(room.someMayLeave()).isFalse();
    }

    @Test
    void an_answer_that_takes_long_is_not_waited_for() {
        enter(QueueName.PAYMENT_CALLBACK);
        leave(Duration.ofSeconds(1));
        var next = enter(QueueName.PAYMENT_CALLBACK);
        assertThat(room.someMayLeave()).isTrue();
        assertThat(leave(Duration.ZERO).members()).containsExactly(next);
    }

    @Test
    void who_gives_up_does_not_leave() {
        var attempt = enter(QueueName.PAYMENT_CALLBACK);
        assertThat(room.giveUp(attempt)).isTrue();
        assertThat(room.giveUp(attempt)).isFalse();
        assertThat(room.someMayLeave()).isFalse();
        assertThat(leave(Duration.ZERO).members()).isEmpty();
    }

    private SendAttempt enter(QueueName queue) {
        var attempt =
                new SendAttempt(queue, new OutgoingMessage("m", "d", "a body", Map.of(), "t"));
        room.enter(attempt);
        return attempt;
    }

    /// @param ago when the group left; nothing is sent
    private SendGroup leave(Duration ago) {
        try (var connections =
                        new BrokerConnections(TestSettings.of("tcp://127.0.0.1:1", "processor"));
                var sender = new QueueSender(connections, 1)) {
            var group =
                    new SendGroup(sender, System.nanoTime() - ago.toNanos(), Duration.ofMinutes(1));
            room.leave(group, 10);
            return group;
        }
    }
}
