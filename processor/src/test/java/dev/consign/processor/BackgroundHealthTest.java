package dev.consign.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.platform.worker.BackOff;
import dev.consign.platform.worker.Outage;
import dev.consign.platform.worker.TurnResult;
import dev.consign.platform.worker.WorkerLoop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class BackgroundHealthTest {
    @Test
    void one_loop_that_dies_turns_health_down() {
        var well = loop(() -> TurnResult.NOTHING);
        var dying =
                loop(() -> {
                    Thread.currentThread().interrupt();
                    return TurnResult.NOTHING;
                });
        var health = new BackgroundHealth(List.of(well, dying));
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        well.start();
        dying.start();
        await().until(() -> health.health().getStatus().equals(Status.DOWN));
        assertThat(health.health().getDetails().get("died")).asString().startsWith("loop-");
        dying.stop();
        well.stop();
    }

    private static WorkerLoop loop(WorkerLoop.Turn turn) {
        var second = Duration.ofSeconds(1);
        return new WorkerLoop(
                Thread.ofVirtual().name("loop-", 0).factory(),
                WorkerLoop.Pace.alone(second, BackOff.steady(second), second, second),
                new WorkerLoop.Words("stumbles", "left"),
                new Outage("gone", "back"),
                turn);
    }
}
