package dev.consign.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BrokerProbeTest {
    /// Somebody accepts the connection, as the system does for a broker that is frozen.
    @Test
    void a_broker_that_hangs_is_missed_within_the_limit_however_often_it_is_asked()
            throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var connections = connections(silent.getLocalPort())) {
            var probe = new BrokerProbe(connections);
            for (var time = 0; time < 3; time++) {
                var started = System.nanoTime();
                assertThat(probe.missing()).isPresent();
                assertThat(Duration.ofNanos(System.nanoTime() - started))
                        .isLessThan(BrokerProbe.LIMIT.plusSeconds(1));
            }
        }
    }

    @Test
    void a_broker_that_is_not_there_is_missed_at_once() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (var connections = connections(free)) {
            var probe = new BrokerProbe(connections);
            assertThat(probe.missing()).isPresent();
            assertThat(probe.refusesToSend()).isPresent();
        }
    }

    @Test
    void a_broker_that_is_still_to_be_checked_is_there_and_not_sent_to(@TempDir Path directory)
            throws Exception {
        try (var broker = TestBroker.start(directory);
                var connections =
                        new BrokerConnections(TestSettings.of(broker.url(), "processor"))) {
            var probe = new BrokerProbe(connections);
            connections.hold();
            assertThat(probe.missing()).isEmpty();
            assertThat(probe.refusesToSend()).isPresent();
            connections.release();
            assertThat(probe.refusesToSend()).isEmpty();
        }
    }

    private static BrokerConnections connections(int port) {
        return new BrokerConnections(TestSettings.of("tcp://127.0.0.1:" + port, "processor"));
    }
}
