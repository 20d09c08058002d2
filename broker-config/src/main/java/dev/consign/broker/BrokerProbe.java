package dev.consign.broker;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Says within two seconds whether the broker takes connections, whatever the broker does: a probe
/// that waited as long as a call may take would itself be taken for a program that hangs. Asks once
/// at a time, however many probes come.
public final class BrokerProbe {
    static final Duration LIMIT = Duration.ofSeconds(2);

    private final BrokerConnections connections;
    private @Nullable CompletableFuture<Optional<String>> asking;

    public BrokerProbe(BrokerConnections connections) {
        this.connections = connections;
    }

    /// Why the broker takes no connection; empty when it does.
    public Optional<String> missing() {
        try {
            return asking().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return Optional.of("no answer within " + LIMIT);
        } catch (ExecutionException e) {
            return Optional.of(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while asking");
        }
    }

    /// The same, for those who send: nothing is sent to a broker that is still to be checked.
    public Optional<String> refusesToSend() {
        return connections.isHeld()
                ? Optional.of("the broker's settings are still to be checked")
                : missing();
    }

    private synchronized CompletableFuture<Optional<String>> asking() {
        var known = asking;
        if (known == null || known.isDone()) {
            known = new CompletableFuture<>();
            asking = known;
            var answer = known;
            Thread.ofVirtual()
                    .name("broker-probe")
                    .start(() -> answer.completeAsync(connections::missing, Runnable::run));
        }
        return known;
    }
}
