package dev.consign.reconciler.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.broker.BrokerConnections;
import dev.consign.broker.BrokerSettings;
import dev.consign.secret.Secret;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Status;

@Timeout(60)
class BrokerHealthTest {
    /// Somebody accepts the connection, as the system does for a broker that is frozen.
    @Test
    void a_broker_that_hangs_is_down_within_the_limit_however_often_it_is_asked() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var connections = connections(silent.getLocalPort())) {
            var health = new BrokerHealth(connections);
            for (var probe = 0; probe < 3; probe++) {
                var started = System.nanoTime();
                assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
                assertThat(Duration.ofNanos(System.nanoTime() - started))
                        .isLessThan(BrokerHealth.LIMIT.plusSeconds(1));
            }
        }
    }

    @Test
    void a_broker_that_is_not_there_is_down_at_once() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (var connections = connections(free)) {
            var health = new BrokerHealth(connections).health();
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsKey("error");
        }
    }

    private static BrokerConnections connections(int port) {
        return new BrokerConnections(
                new BrokerSettings(
                        "tcp://127.0.0.1:" + port,
                        "reconciler",
                        new Secret("only-in-this-test"),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(3),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10)));
    }
}
