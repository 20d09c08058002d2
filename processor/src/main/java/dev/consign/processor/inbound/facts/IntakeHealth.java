package dev.consign.processor.inbound.facts;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.stereotype.Component;

/// Up when every queue has a consumer attached. Part of readiness, never of liveness: a broker that
/// is down is waited for.
@Component("intake")
class IntakeHealth implements HealthIndicator {
    private final List<DefaultMessageListenerContainer> containers;

    IntakeHealth(List<DefaultMessageListenerContainer> containers) {
        this.containers = containers;
    }

    @Override
    public Health health() {
        var health = Health.up();
        for (var container : containers) {
            var attached = container.isRegisteredWithDestination();
            health.withDetail(
                    String.valueOf(container.getDestinationName()),
                    attached ? "attached" : "waiting for the broker");
            if (!attached) {
                health.down();
            }
        }
        return health.build();
    }
}
