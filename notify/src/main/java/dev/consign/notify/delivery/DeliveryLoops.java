package dev.consign.notify.delivery;

import dev.consign.platform.worker.BackgroundWork;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Gives every sink that there is a loop of its own, and starts and stops them together.
@Component
final class DeliveryLoops implements SmartLifecycle, BackgroundWork {
    private final List<DeliveryLoop> loops;

    DeliveryLoops(
            List<Channel> sinks,
            DeliverySettings settings,
            Deliveries rows,
            JdbcClient jdbc,
            InstantSource clock,
            MeterRegistry registry) {
        var random = new SecureRandom();
        this.loops =
                sinks.stream()
                        .map(sink ->
                                new DeliveryLoop(
                                        sink,
                                        settings,
                                        rows,
                                        new DeliveryMeters(registry, jdbc, clock, sink.kind()),
                                        clock,
                                        random))
                        .toList();
    }

    @Override
    public void start() {
        loops.forEach(DeliveryLoop::start);
    }

    @Override
    public void stop() {
        loops.parallelStream().forEach(DeliveryLoop::stop);
    }

    @Override
    public boolean isRunning() {
        return loops.stream().anyMatch(DeliveryLoop::isRunning);
    }

    @Override
    public Optional<String> down() {
        return loops.stream().flatMap(loop -> loop.down().stream()).findFirst();
    }
}
