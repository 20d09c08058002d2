package dev.consign.reconciler.start;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
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

    private final ConnectionFactory factory;
    private @Nullable CompletableFuture<Health> asking;

    /// @param factory opens a connection for each question
    BrokerHealth(ConnectionFactory factory) {
        this.factory = factory;
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
        try (var connection = factory.createConnection()) {
            connection.start();
            return Health.up().build();
        } catch (JMSException | RuntimeException e) {
            return down(String.valueOf(e.getMessage()));
        }
    }

    private static Health down(String why) {
        return Health.down().withDetail("error", why).build();
    }
}
