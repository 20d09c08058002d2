package dev.consign.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.sql.start.StartupGate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

class StartupGateTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean working = new AtomicBoolean();

    @Test
    void a_condition_that_stumbles_is_asked_again_and_work_begins() {
        var gate =
                gate(() -> {
                    if (asked.incrementAndGet() == 2) {
                        throw new IllegalStateException("for a test");
                    }
                    return asked.get() < 3 ? Optional.of("the test") : Optional.empty();
                });
        gate.start();
        await().atMost(Duration.ofSeconds(20)).until(working::get);
        assertThat(gate.waitsFor()).isEmpty();
        gate.stop();
    }

    @Test
    void no_work_begins_once_the_program_closes_and_the_gate_is_still_stopped() {
        var gate =
                gate(() ->
                        asked.incrementAndGet() < 2 ? Optional.of("the test") : Optional.empty());
        gate.start();
        try (var program = new GenericApplicationContext()) {
            gate.onApplicationEvent(new ContextClosedEvent(program));
        }
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .until(() -> !working.get());
        assertThat(gate.isRunning()).isTrue();
        gate.stop();
    }

    private StartupGate gate(Supplier<Optional<String>> condition) {
        return new StartupGate(
                List.of(condition),
                () -> working.set(true),
                () -> working.set(false),
                refused -> {
                    throw refused;
                });
    }
}
