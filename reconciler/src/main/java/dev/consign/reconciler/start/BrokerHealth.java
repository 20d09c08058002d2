package dev.consign.reconciler.start;

import dev.consign.broker.BrokerProbe;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Up when the broker takes connections.
final class BrokerHealth implements HealthIndicator {
    private final BrokerProbe probe;

    BrokerHealth(BrokerProbe probe) {
        this.probe = probe;
    }

    @Override
    public Health health() {
        return probe.missing()
                .map(why -> Health.down().withDetail("error", why).build())
                .orElseGet(() -> Health.up().build());
    }
}
