package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.SendResult;
import dev.consign.payment.FactKind;
import dev.consign.testbed.database.MariaDbOptions;
import dev.consign.testbed.database.MariaDbServer;
import dev.consign.testbed.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a server of its own, since it kills that server.
class DatabaseOutageTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path directory;

    private final Queue<OutgoingMessage> sent = new ConcurrentLinkedQueue<>();

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
                table.due(500, "UNKNOWN");
                // Leases of 30 s run out ten times as fast.
                try (var engine =
                        new Engine(
                                table.open(),
                                fast(),
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
                    server.start();
                    // Our own pool may still hand out a connection that died with the server.
                    await().atMost(LONG)
                            .ignoreExceptions()
                            .until(() ->
                                    table.number(
                                                    "SELECT COUNT(*) FROM gateway_task"
                                                            + " WHERE attempts = 0")
                                            == 0);
                }
                assertThat(table.number("SELECT COUNT(*) FROM gateway_task WHERE attempts = 1"))
                        .isEqualTo(500);
                assertThat(sent.stream().map(OutgoingMessage::duplicateId).distinct()).hasSize(500);
            }
            assertThat(log.atLeast(Level.WARN))
                    .hasSize(1)
                    .allMatch(line -> line.contains("the database is not available"));
            assertThat(log.atLeast(Level.INFO))
                    .anyMatch(line -> line.equals("INFO the database is available again"));
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

    private static InstantSource fast() {
        var start = System.nanoTime();
        return () -> TaskTable.NOON.plusNanos(10 * (System.nanoTime() - start));
    }
}
