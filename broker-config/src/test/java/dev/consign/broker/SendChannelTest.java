package dev.consign.broker;

import static dev.consign.broker.TestSettings.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.SendResult.Accepted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SendChannelTest {
    private static final QueueName QUEUE = QueueName.PAYMENT_CALLBACK;

    @TempDir Path directory;

    @Test
    void connections_that_fail_leave_no_timers_behind() throws Exception {
        var port = TestBroker.freePort();
        try (var connections =
                        new BrokerConnections(
                                TestSettings.of("tcp://127.0.0.1:" + port, "processor"));
                var sender = new QueueSender(connections, 1)) {
            // Those of tests before this one may still be ending.
            var before = timers();
            for (var round = 0; round < 3; round++) {
                try (var _ = TestBroker.start(directory, port)) {
                    assertThat(sender.send(QUEUE, message("sent-" + round)))
                            .isEqualTo(new Accepted());
                    assertThat(timers()).as("of a connection that lives").isPositive();
                }
                assertThat(sender.send(QUEUE, message("refused-" + round)))
                        .isNotEqualTo(new Accepted());
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> timers() <= before);
        }
    }

    /// Those of the client that look for something to write, for all connections of this JVM.
    private static long timers() {
        var pool = ActiveMQClient.getGlobalScheduledThreadPool();
        return ((ScheduledThreadPoolExecutor) pool)
                .getQueue().stream()
                        .filter(task -> task.toString().contains("BatchFlusher"))
                        .count();
    }
}
