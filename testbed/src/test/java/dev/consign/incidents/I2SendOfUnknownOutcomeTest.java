package dev.consign.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.QueueName;
import dev.consign.broker.QueueSender;
import dev.consign.broker.RealBroker;
import dev.consign.broker.SendResult;
import dev.consign.incidents.Shop.Placed;
import dev.consign.testkit.process.JavaCommand;
import dev.consign.testkit.process.Tokens;
import dev.consign.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Incident I2: the time-out of a send was left at its default of one second while the call really
/// took seven, so nobody knew whether the message had gone.
class I2SendOfUnknownOutcomeTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir Path directory;

    @Test
    void a_call_time_out_below_the_real_time_stops_the_start_with_one_sentence() throws Exception {
        var launcher = RunningConsign.get().launcher();
        var output = directory.resolve("refused.log");
        var jar = RunningConsign.home().resolve("processor/target/processor-0.1.0-exec.jar");
        var start = new ProcessBuilder(JavaCommand.jar(256, List.of(), jar));
        var database = launcher.database();
        var sandbox = launcher.urls().get("sandbox");
        start.environment()
                .putAll(
                        Map.ofEntries(
                                Map.entry("CONSIGN_HTTP_PORT", "0"),
                                Map.entry("CONSIGN_DB_URL", database.jdbcUrl()),
                                Map.entry("CONSIGN_DB_USER", database.user()),
                                Map.entry("CONSIGN_DB_PASSWORD", database.password()),
                                Map.entry("CONSIGN_BROKER_URL", launcher.brokerUrl()),
                                Map.entry("CONSIGN_BROKER_USER", "processor"),
                                Map.entry(
                                        "CONSIGN_BROKER_PASSWORD",
                                        launcher.brokerPassword("processor")),
                                Map.entry("CONSIGN_API_KEY_SHOP", launcher.apiKey("shop")),
                                Map.entry("CONSIGN_API_KEY_SUPPORT", launcher.apiKey("support")),
                                Map.entry("CONSIGN_API_KEY_FINANCE", launcher.apiKey("finance")),
                                Map.entry("CONSIGN_API_KEY_OPS", launcher.apiKey("ops")),
                                Map.entry("CONSIGN_CARD_KEY_SECRET", secret()),
                                Map.entry("CONSIGN_SANDBOX_URL", String.valueOf(sandbox)),
                                Map.entry("CONSIGN_SANDBOX_API_KEY", launcher.sandboxApiKey()),
                                Map.entry(
                                        "CONSIGN_SANDBOX_WEBHOOK_SECRET",
                                        launcher.sandboxWebhookSecret()),
                                Map.entry("CONSIGN_BROKER_CALLTIMEOUT", "1s")));
        start.redirectErrorStream(true).redirectOutput(output.toFile());
        var refused = start.start();
        try {
            assertThat(refused.waitFor(LONG.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends by itself")
                    .isTrue();
        } finally {
            refused.destroyForcibly();
        }
        assertThat(refused.exitValue()).isNotZero();
        assertThat(Files.readString(output))
                .contains("consign.broker.call-timeout is PT1S but must be at least PT8S");
    }

    /// The answer takes its time, the connection breaks before it arrives, the message is stored.
    @Test
    void a_send_whose_answer_is_lost_is_repeated_and_the_queue_holds_one_message()
            throws Exception {
        try (var broker = RealBroker.start(directory);
                var proxy = FaultProxy.to(broker.port());
                var connections = RealBroker.connections(proxy.port());
                var sender = new QueueSender(connections, 1)) {
            var queue = QueueName.PAYMENT_REISSUE;
            assertThat(sender.send(queue, RealBroker.text("before")))
                    .isEqualTo(new SendResult.Accepted());

            proxy.delay(Duration.ofSeconds(3));
            var answer =
                    CompletableFuture.supplyAsync(
                            () -> sender.send(queue, RealBroker.text("lost")));
            await().atMost(LONG).until(() -> broker.depth(queue) == 2);
            assertThat(answer).as("the message is stored, and nobody knows").isNotDone();
            proxy.delay(Duration.ZERO);
            proxy.cut();

            assertThat(answer.get(LONG.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(new SendResult.Accepted());
            assertThat(broker.depth(queue)).as("that before, and this one once").isEqualTo(2);
        }
    }

    @Test
    void a_callback_while_the_broker_hangs_is_asked_for_again_and_credited_once() throws Exception {
        var consign = RunningConsign.get();
        var order = consign.shop().order(consign.shop().credits(1), 1);
        var callback = callback(order);
        // Opens the connection: only on an open one is the message itself under way when it hangs.
        var pending = consign.gateway().callback("payment.pending", order, Shop.PRICE, "tx-none");
        Web.accepted(consign.gateway().post(pending));
        var pid = Long.toString(consign.launcher().pid("broker"));

        signal("-STOP", pid);
        try {
            askedForAgain(consign.gateway().post(callback));
        } finally {
            signal("-CONT", pid);
        }
        repeatedUntilCreditedOnce(order, callback);
    }

    @Test
    void a_callback_while_the_broker_is_dead_is_asked_for_again_and_credited_once()
            throws Exception {
        var consign = RunningConsign.get();
        var order = consign.shop().order(consign.shop().credits(1), 1);
        var callback = callback(order);

        consign.launcher().kill9("broker");
        try (var gateway = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = gateway.submit(() -> consign.gateway().post(callback));
            // It is started again by itself, and a send that finds it back is rightly accepted.
            while (!answer.isDone()) {
                consign.launcher().kill9("broker");
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            askedForAgain(answer.get());
        }
        assertThat(consign.books().credits(order.orderNo())).isEmpty();
        repeatedUntilCreditedOnce(order, callback);
    }

    private static Gateway.Callback callback(Placed order) throws InterruptedException {
        return RunningConsign.get()
                .gateway()
                .callback("payment.paid", order, Shop.PRICE, "tx-" + UUID.randomUUID());
    }

    private static void askedForAgain(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
    }

    /// The gateway repeats until it is told "received", and once more because it did not hear it.
    private static void repeatedUntilCreditedOnce(Placed order, Gateway.Callback callback)
            throws Exception {
        var consign = RunningConsign.get();
        var books = consign.books();
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> consign.gateway().post(callback).statusCode() == 200);
        await().atMost(LONG).until(() -> consign.gateway().post(callback).statusCode() == 200);
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(books.outcomes(order.paymentNo(), "PAID"))
                                .hasSizeGreaterThanOrEqualTo(2)
                                .startsWith("APPLIED")
                                .filteredOn(outcome -> !outcome.equals("DUPLICATE"))
                                .hasSize(1));
        books.creditedOnce(order.orderNo(), Shop.UNITS);
        books.holdEveryInvariant();
    }

    private static void signal(String signal, String pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor()).isZero();
    }

    private static String secret() {
        return Base64.getEncoder().encodeToString(Tokens.bytes(32));
    }
}
