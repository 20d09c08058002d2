package dev.consign.platform.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.sql.DatabaseDown;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerLoopTest {
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration FAR = Duration.ofHours(1);
    private static final WorkerLoop.Words WORDS = new WorkerLoop.Words("stumbles", "left");

    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicBoolean ill = new AtomicBoolean(true);
    private WorkerLoop loop = loop(FAR, () -> TurnResult.NOTHING);

    @AfterEach
    void stop() {
        loop.stop();
    }

    @Test
    void turns_follow_at_once_while_there_is_more() {
        start(FAR, () -> turns.incrementAndGet() < 100 ? TurnResult.MORE : TurnResult.NOTHING);
        await().until(() -> turns.get() == 100);
    }

    @Test
    void a_loop_that_found_nothing_looks_again_after_the_poll() {
        start(SHORT, counted(TurnResult.NOTHING));
        await().until(() -> turns.get() > 3);
    }

    @Test
    void a_loop_that_found_nothing_can_be_woken() {
        start(FAR, counted(TurnResult.NOTHING));
        await().until(() -> turns.get() == 1);
        loop.wake();
        await().until(() -> turns.get() == 2);
    }

    @Test
    void nobody_hastens_a_loop_whose_other_side_is_away() {
        start(FAR, counted(TurnResult.AWAY));
        await().until(() -> turns.get() == 1);
        loop.wake();
        await().during(Duration.ofMillis(200)).until(() -> turns.get() == 1);
    }

    @Test
    void a_database_that_is_away_is_waited_for_and_health_stays_out_of_it() {
        start(
                FAR,
                () -> {
                    if (turns.incrementAndGet() < 4) {
                        throw new DatabaseDown(new IllegalStateException("for a test"));
                    }
                    return TurnResult.NOTHING;
                });
        await().until(() -> turns.get() == 4);
        assertThat(loop.down()).isEmpty();
    }

    @Test
    void what_a_turn_began_can_find_the_database_away() {
        start(
                SHORT,
                () -> {
                    loop.failed(new DatabaseDown(new IllegalStateException("for a test")));
                    turns.incrementAndGet();
                    return TurnResult.MORE;
                });
        await().until(() -> turns.get() > 3);
    }

    @Test
    void our_own_bug_costs_one_turn() {
        start(
                FAR,
                () -> {
                    if (turns.incrementAndGet() < 4) {
                        throw new IllegalStateException("for a test");
                    }
                    return TurnResult.NOTHING;
                });
        await().until(() -> turns.get() == 4);
    }

    @Test
    void an_error_turns_health_down_until_a_turn_goes_well_again() {
        start(
                SHORT,
                () -> {
                    turns.incrementAndGet();
                    if (ill.get()) {
                        throw new StackOverflowError("for a test");
                    }
                    return TurnResult.NOTHING;
                });
        await().until(() -> turns.get() > 3);
        assertThat(loop.down()).hasValueSatisfying(why -> assertThat(why).contains("for a test"));
        ill.set(false);
        await().until(() -> loop.down().isEmpty());
    }

    @Test
    void a_loop_whose_thread_ends_unasked_turns_health_down_for_good() {
        start(
                SHORT,
                () -> {
                    Thread.currentThread().interrupt();
                    return TurnResult.NOTHING;
                });
        await().until(() -> loop.down().isPresent());
        assertThat(loop.down().orElseThrow()).contains("must be started again");
    }

    @Test
    void a_stop_ends_a_rest_and_waits_for_the_turn_under_way() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        start(
                FAR,
                () -> {
                    begun.countDown();
                    goOn.await();
                    turns.incrementAndGet();
                    return loop.isRunning() ? TurnResult.MORE : TurnResult.NOTHING;
                });
        begun.await();
        var stopper = Thread.ofPlatform().start(loop::stop);
        await().until(() -> !loop.isRunning());
        assertThat(stopper.isAlive()).isTrue();
        goOn.countDown();
        stopper.join();
        assertThat(turns).hasValue(1);
        assertThat(loop.down()).isEmpty();
    }

    @Test
    void a_loop_that_was_stopped_can_start_again() {
        start(FAR, counted(TurnResult.NOTHING));
        await().until(() -> turns.get() == 1);
        loop.stop();
        loop.start();
        await().until(() -> turns.get() == 2);
    }

    private WorkerLoop.Turn counted(TurnResult found) {
        return () -> {
            turns.incrementAndGet();
            return found;
        };
    }

    private void start(Duration poll, WorkerLoop.Turn turn) {
        loop = loop(poll, turn);
        loop.start();
    }

    private static WorkerLoop loop(Duration poll, WorkerLoop.Turn turn) {
        return new WorkerLoop(
                Thread.ofVirtual().name("loop-", 0).factory(),
                WorkerLoop.Pace.alone(poll, BackOff.steady(SHORT), SHORT, FAR),
                WORDS,
                new Outage("gone", "back"),
                new Random(1),
                turn);
    }
}
