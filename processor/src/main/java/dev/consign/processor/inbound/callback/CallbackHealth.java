package dev.consign.processor.inbound.callback;

import dev.consign.broker.BrokerConnections;
import dev.consign.broker.BrokerProbe;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Up when the broker would take what gateways post. The database is not asked: a callback waits in
/// its queue. Nor is the circuit breaker, which only callbacks close again; none would come to a
/// program that is down.
@Component("broker")
final class CallbackHealth implements HealthIndicator {
    private final BrokerProbe probe;

    CallbackHealth(BrokerConnections connections) {
        this.probe = new BrokerProbe(connections);
    }

    @Override
    public Health health() {
        return probe.refusesToSend()
                .map(why -> Health.down().withDetail("error", why).build())
                .orElseGet(() -> Health.up().build());
    }
}
