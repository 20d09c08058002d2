package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.SendResult;
import dev.consign.gateway.QueryAnswer;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopEndsTest {
    private final TaskTable table = TaskTable.migrated();
    private final FakeGateway gateway = new FakeGateway(_ -> new QueryAnswer.NotFound());

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void an_error_that_ends_every_round_is_told() {
        try (var engine =
                engine(() -> {
                    throw new StackOverflowError("for a test");
                })) {
            assertThat(engine.loop().down()).isEmpty();
            engine.start();
            await().until(() -> engine.loop().down().isPresent());
            assertThat(engine.loop().down().orElseThrow()).contains("for a test");
        }
    }

    @Test
    void what_is_claimed_while_the_loop_closes_is_given_back_unasked() throws Exception {
        table.due(5, "PENDING");
        var claiming = new CountDownLatch(1);
        var closing = new CountDownLatch(1);
        var engine =
                engine(() -> {
                    claiming.countDown();
                    awaitQuietly(closing);
                    return TaskTable.NOON;
                });
        engine.start();
        claiming.await();
        var closer = Thread.ofPlatform().start(engine::close);
        await().until(() ->
                closer.getState() == Thread.State.TIMED_WAITING
                        || closer.getState() == Thread.State.TERMINATED);
        closing.countDown();
        closer.join();
        assertThat(gateway.asked()).isZero();
        assertThat(table.number("SELECT COUNT(*) FROM gateway_task WHERE fence = 1")).isEqualTo(5);
        assertThat(table.number("SELECT COUNT(*) FROM gateway_task WHERE lease_until IS NULL"))
                .isEqualTo(5);
        assertThat(engine.loop().down()).isEmpty();
    }

    private Engine engine(InstantSource clock) {
        return new Engine(
                table.open(),
                clock,
                gateway,
                Engine.UNLIMITED,
                (_, _) -> new SendResult.Accepted());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
