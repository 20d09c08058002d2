package dev.consign.processor;

import dev.consign.platform.worker.BackgroundWork;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Down when something that nobody waits for is not done any more: outbox, deliveries, sweeps. Part
/// of no group: callbacks and requests are answered all the same.
@Component("background")
final class BackgroundHealth implements HealthIndicator {
    private final List<BackgroundWork> works;

    BackgroundHealth(List<BackgroundWork> works) {
        this.works = works;
    }

    @Override
    public Health health() {
        return works.stream()
                .flatMap(work -> work.down().stream())
                .findFirst()
                .map(why -> Health.down().withDetail("died", why).build())
                .orElseGet(() -> Health.up().build());
    }
}
