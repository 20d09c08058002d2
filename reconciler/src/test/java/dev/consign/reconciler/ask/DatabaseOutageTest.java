package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.SendResult;
import dev.consign.payment.FactKind;
import dev.consign.testkit.database.MariaDbOptions;
import dev.consign.testkit.database.MariaDbServer;
import dev.consign.testkit.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a server of its own, since it kills that server.
class DatabaseOutageTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int TASKS = 500;

    /// Longer than a lease, shorter than from one question to the next with the least jitter. The
    /// clock stands still but for this: however slow the machine, nothing else ever falls due.
    private static final Duration LEASES_ARE_OVER = Duration.ofSeconds(31);

    private static final String BACK = "INFO the database is available again";

    @TempDir Path directory;

    private final Queue<OutgoingMessage> sent = new ConcurrentLinkedQueue<>();
    private volatile Instant now = TaskTable.NOON;

    @Test
    void asking_pauses_while_the_database_is_dead_and_resumes_with_every_task() throws Exception {
        var gateway =
                new FakeGateway(payment -> {
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                    return FakeGateway.known(payment, FactKind.PAID);
                });
        try (var server = MariaDbServer.prepare(options());
                var log = new LogWatch()) {
            server.start();
            try (var table = TaskTable.migrated(server.database())) {
                table.due(TASKS, "UNKNOWN");
                try (var engine =
                        new Engine(
                                table.open(),
                                () -> now,
                                gateway,
                                Engine.UNLIMITED,
                                (_, message) -> {
                                    sent.add(message);
                                    return new SendResult.Accepted();
                                })) {
                    engine.start();
                    await().atMost(LONG).until(() -> sent.size() > 50);
                    server.child().kill9();
                    await().atMost(LONG).until(() -> !log.atLeast(Level.WARN).isEmpty());
                    now = now.plus(LEASES_ARE_OVER);
                    server.start();
                    // Our own pool may still hand out a connection that died with the server.
                    await().atMost(LONG)
                            .ignoreExceptions()
                            .until(() ->
                                    table.number(
                                                    "SELECT COUNT(*) FROM gateway_task"
                                                            + " WHERE attempts = 0")
                                            == 0);
                    // Told when it goes and when it is back, and not by every worker.
                    await().atMost(LONG)
                            .untilAsserted(() ->
                                    assertThat(log.atLeast(Level.INFO))
                                            .filteredOn(BACK::equals)
                                            .hasSameSizeAs(log.atLeast(Level.WARN)));
                }
                assertThat(table.number("SELECT COUNT(*) FROM gateway_task WHERE attempts = 1"))
                        .isEqualTo(TASKS);
                assertThat(sent.stream().map(OutgoingMessage::duplicateId).distinct())
                        .hasSize(TASKS);
            }
            // What was asked and could not be noted is asked again, and nothing else.
            var underWay = Engine.SETTINGS.workers() * Engine.SETTINGS.batchSize();
            assertThat(gateway.asked()).isBetween(TASKS, TASKS + underWay);
            assertThat(log.atLeast(Level.WARN))
                    .hasSizeBetween(1, Engine.SETTINGS.workers() - 1)
                    .allMatch(line -> line.contains("the database is not available"));
        }
    }

    private MariaDbOptions options() {
        return new MariaDbOptions(
                directory,
                directory.resolve("database.log"),
                Ports.free(),
                "shop",
                new MariaDbOptions.Login("shop", "secret-of-shop", "secret-of-root"),
                "64M");
    }
}
