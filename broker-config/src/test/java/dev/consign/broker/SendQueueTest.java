package dev.consign.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SendQueueTest {
    /// However long the machine takes until it is asked about.
    private static final Duration JUST_NOW = Duration.ofSeconds(-10);

    private final SendQueue room = new SendQueue();

    @Test
    void who_comes_while_two_groups_are_under_way_waits_and_leaves_with_the_rest() {
        var first = enter(QueueName.PAYMENT_CALLBACK);
        var group = leave(JUST_NOW);
        assertThat(group.members()).containsExactly(first);
        var second = enter(QueueName.PAYMENT_CALLBACK);
        assertThat(leave(JUST_NOW).members()).containsExactly(second);

        var third = enter(QueueName.PAYMENT_CALLBACK);
        var fourth = enter(QueueName.PAYMENT_CALLBACK);
        assertThat(room.someMayLeave()).isFalse();
        room.over(group);
        assertThat(room.someMayLeave()).isTrue();
        assertThat(leave(JUST_NOW).members()).containsExactly(third, fourth);
    }

    @Test
    void queues_do_not_wait_for_each_other() {
        twoUnderWay(JUST_NOW);
        enter(QueueName.PAYMENT_CALLBACK);
        var notification = enter(QueueName.NOTIFICATION);
        assertThat(leave(JUST_NOW).members()).containsExactly(notification);
        assertThat(room.someMayLeave()).isFalse();
    }

    @Test
    void an_answer_that_takes_long_is_not_waited_for() {
        twoUnderWay(Duration.ofSeconds(1));
        var next = enter(QueueName.PAYMENT_CALLBACK);
        assertThat(room.someMayLeave()).isTrue();
        assertThat(leave(JUST_NOW).members()).containsExactly(next);
    }

    @Test
    void who_gives_up_does_not_leave() {
        var attempt = enter(QueueName.PAYMENT_CALLBACK);
        assertThat(room.giveUp(attempt)).isTrue();
        assertThat(room.giveUp(attempt)).isFalse();
        assertThat(room.someMayLeave()).isFalse();
        assertThat(leave(JUST_NOW).members()).isEmpty();
    }

    @Test
    void who_has_waited_too_long_is_told_so_and_nobody_else() throws InterruptedException {
        var old = enter(QueueName.PAYMENT_CALLBACK);
        var between = System.nanoTime();
        var young = enter(QueueName.PAYMENT_CALLBACK);
        var refusal = new SendResult.Refused("too long");
        room.refuseWaitingSince(between, refusal);
        assertThat(old.await()).isEqualTo(refusal);
        assertThat(leave(JUST_NOW).members()).containsExactly(young);
    }

    @Test
    void whose_patience_is_over_is_told_so_wherever_he_stands() throws InterruptedException {
        var patient = enter(QueueName.PAYMENT_CALLBACK);
        var impatient = enter(QueueName.PAYMENT_CALLBACK, Duration.ofSeconds(1));
        var next = enter(QueueName.PAYMENT_CALLBACK);
        var refusal = new SendResult.Refused("too long");
        room.refuseOverdue(System.nanoTime() + Duration.ofSeconds(2).toNanos(), refusal);
        assertThat(impatient.await()).isEqualTo(refusal);
        assertThat(leave(JUST_NOW).members()).containsExactly(patient, next);
    }

    @Test
    void a_group_is_under_way_until_it_is_over() {
        enter(QueueName.PAYMENT_CALLBACK);
        assertThat(room.underWay()).isEmpty();
        var group = leave(JUST_NOW);
        assertThat(room.underWay()).containsExactly(group);
        room.over(group);
        assertThat(room.underWay()).isEmpty();
    }

    @Test
    void nobody_enters_a_closed_room_and_it_is_watched_until_the_last_has_left()
            throws InterruptedException {
        var attempt = enter(QueueName.PAYMENT_CALLBACK);
        room.close();
        assertThat(room.enter(List.of(attempt))).isFalse();
        assertThat(room.awaitSomebody()).isTrue();
        var group = leave(JUST_NOW);
        assertThat(room.awaitSomebody()).isTrue();
        room.over(group);
        assertThat(room.awaitSomebody()).isFalse();
    }

    private void twoUnderWay(Duration ago) {
        for (var group = 0; group < 2; group++) {
            enter(QueueName.PAYMENT_CALLBACK);
            leave(ago);
        }
    }

    private SendAttempt enter(QueueName queue) {
        return enter(queue, Duration.ofHours(1));
    }

    private SendAttempt enter(QueueName queue, Duration patience) {
        var now = System.nanoTime();
        var attempt =
                new SendAttempt(
                        queue,
                        new OutgoingMessage("m", "d", "a body", Map.of(), "t"),
                        now,
                        now + patience.toNanos());
        room.enter(List.of(attempt));
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
