package dev.consign.reconciler.start;

import dev.consign.broker.BrokerConnections;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Says within two seconds whether the broker takes connections, whatever the broker does: a probe
/// that waited as long as a call may take would itself be taken for a program that hangs. Asks once
/// at a time, however many probes come.
final class BrokerHealth implements HealthIndicator {
    static final Duration LIMIT = Duration.ofSeconds(2);

    private final BrokerConnections connections;
    private @Nullable CompletableFuture<Health> asking;

    BrokerHealth(BrokerConnections connections) {
        this.connections = connections;
    }

    @Override
    public Health health() {
        try {
            return asking().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return down("no answer within " + LIMIT);
        } catch (ExecutionException e) {
            return down(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return down("interrupted while asking");
        }
    }

    private synchronized CompletableFuture<Health> asking() {
        var known = asking;
        if (known == null || known.isDone()) {
            known = new CompletableFuture<>();
            asking = known;
            var answer = known;
            Thread.ofVirtual()
                    .name("broker-health")
                    .start(() -> answer.completeAsync(this::ask, Runnable::run));
        }
        return known;
    }

    private Health ask() {
        return connections.missing().map(BrokerHealth::down).orElseGet(() -> Health.up().build());
    }

    private static Health down(String why) {
        return Health.down().withDetail("error", why).build();
    }
}
