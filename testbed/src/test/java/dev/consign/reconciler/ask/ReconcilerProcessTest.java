package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.codec.DecodedFact;
import dev.consign.broker.codec.FactCodec;
import dev.consign.id.PaymentNo;
import dev.consign.payment.FactKind;
import dev.consign.testbed.sandbox.Sandbox;
import dev.consign.testkit.broker.BrokerOptions;
import dev.consign.testkit.broker.BrokerProcess;
import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.ChildSpec;
import dev.consign.testkit.process.JavaCommand;
import dev.consign.testkit.process.Ports;
import dev.consign.testkit.process.Readiness;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as it is shipped, between a real database, a real broker and the sandbox gateway.
class ReconcilerProcessTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String API_KEY = "key-of-this-test";
    private static final String WEBHOOK_SECRET =
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir Path directory;

    @Test
    void it_waits_for_the_tables_then_tells_what_the_gateway_says_even_if_the_broker_dies()
            throws Exception {
        try (var table = TaskTable.empty();
                var broker = BrokerProcess.prepare(brokerOptions());
                var sandbox =
                        Sandbox.start(
                                0, directory, API_KEY, WEBHOOK_SECRET, InstantSource.system())) {
            broker.start();
            var port = Ports.free();
            var reconciler = reconciler(table, broker, sandbox, port);
            reconciler.start();
            try {
                await().atMost(LONG).until(() -> status(port, "liveness") == 200);
                assertThat(status(port, "readiness")).isEqualTo(503);

                table.migrate();
                await().atMost(LONG).until(() -> status(port, "readiness") == 200);

                var first = paidWithoutCallback(table, sandbox);
                await().atMost(LONG).until(() -> paidFacts(broker).equals(List.of(first)));

                broker.child().kill9();
                await().atMost(LONG).until(() -> status(port, "readiness") == 503);
                assertThat(status(port, "liveness")).isEqualTo(200);
                var second = paidWithoutCallback(table, sandbox);
                await().atMost(LONG).until(() -> keptFacts(table).equals(List.of(second)));
                broker.start();
                // Whoever finds out that it is back is a fact itself: it may go both ways.
                await().atMost(LONG)
                        .ignoreExceptions()
                        .until(() -> {
                            paidWithoutCallback(table, sandbox);
                            return paidFacts(broker).size() > 1;
                        });
                assertThat(paidFacts(broker)).startsWith(first).doesNotContain(second);
                await().atMost(LONG)
                        .until(() -> table.number("SELECT MIN(attempts) FROM gateway_task") == 1);
                await().atMost(LONG).until(() -> status(port, "readiness") == 200);
                assertThat(get(port, "/actuator/prometheus"))
                        .contains(
                                "consign_task_asked_total{answer=\"paid\",call=\"query\",gateway=\"sandbox\"}")
                        .contains("consign_task_claimed_total")
                        .contains("consign_task_exhausted_total 0.0")
                        .contains("consign_task_due 0.0")
                        .contains(
                                "consign_sends_total{queue=\"consign.payment.reissue\","
                                        + "result=\"accepted\"}");
            } finally {
                reconciler.stop(Duration.ofSeconds(20));
            }
        }
        assertThat(Files.readString(directory.resolve("reconciler.log")))
                .contains("the broker is not available", "the broker is available again")
                .doesNotContain(" ERROR ", "password-of-reconciler", API_KEY);
    }

    private BrokerOptions brokerOptions() {
        return new BrokerOptions(
                directory.resolve("broker"),
                directory.resolve("broker.log"),
                Ports.free(),
                Map.of(
                        "processor", "password-of-processor",
                        "reconciler", "password-of-reconciler",
                        "testbed", "password-of-testbed"));
    }

    private Child reconciler(TaskTable table, BrokerProcess broker, Sandbox sandbox, int port) {
        var jar =
                Path.of(
                        System.getProperty("consign.home"),
                        "reconciler/target/reconciler-0.1.0-exec.jar");
        var environment =
                Map.ofEntries(
                        Map.entry("CONSIGN_DB_URL", table.database.jdbcUrl()),
                        Map.entry("CONSIGN_DB_USER", table.database.user()),
                        Map.entry("CONSIGN_DB_PASSWORD", table.database.password()),
                        Map.entry("CONSIGN_BROKER_URL", broker.url()),
                        Map.entry("CONSIGN_BROKER_USER", "reconciler"),
                        Map.entry("CONSIGN_BROKER_PASSWORD", "password-of-reconciler"),
                        Map.entry("CONSIGN_SANDBOX_URL", "http://127.0.0.1:" + sandbox.port()),
                        Map.entry("CONSIGN_SANDBOX_API_KEY", API_KEY),
                        Map.entry("CONSIGN_RECONCILER_PORT", Integer.toString(port)),
                        Map.entry("CONSIGN_REQUERY_FIRST_DELAY", "10m"),
                        Map.entry("CONSIGN_REQUERY_RETRY_DELAY", "500ms"));
        return new Child(
                new ChildSpec(
                        "reconciler",
                        JavaCommand.jar(192, List.of(), jar),
                        environment,
                        directory.resolve("reconciler.log"),
                        Readiness.tcp(port)));
    }

    /// A payment whose callback was lost: only a question finds out.
    private static PaymentNo paidWithoutCallback(TaskTable table, Sandbox sandbox)
            throws Exception {
        var payment = table.payment("UNKNOWN");
        post(
                sandbox,
                "/payments",
                """
                {"paymentNo":"%s","amount":{"currency":"CNY","minor":27000},
                 "notifyUrl":"http://127.0.0.1:1/","subject":"a card"}
                """
                        .formatted(payment));
        post(sandbox, "/control/payments/" + payment + "/pay", "{\"lose\":true}");
        table.task(payment, "sandbox");
        return payment;
    }

    private static List<PaymentNo> paidFacts(BrokerProcess broker) throws JMSException {
        var payments = new ArrayList<PaymentNo>();
        try (var factory = new ActiveMQConnectionFactory(broker.url());
                var connection = factory.createConnection("testbed", broker.password("testbed"));
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var browser =
                        session.createBrowser(session.createQueue("consign.payment.reissue"))) {
            connection.start();
            var messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                var body = ((Message) messages.nextElement()).getBody(String.class);
                if (FactCodec.decode(body) instanceof DecodedFact.Fact(var fact)
                        && fact.kind() == FactKind.PAID) {
                    payments.add(fact.paymentNo());
                }
            }
        }
        return payments;
    }

    private static List<PaymentNo> keptFacts(TaskTable table) {
        return table.jdbc.queryForList("SELECT body FROM fact_inbox", String.class).stream()
                .map(body -> Recorder.fact(body).paymentNo())
                .toList();
    }

    private static void post(Sandbox sandbox, String path, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sandbox.port() + path))
                        .header("Authorization", "Bearer " + API_KEY)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isLessThan(300);
    }

    private static int status(int port, String probe) throws InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + port + "/actuator/health/" + probe);
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException _) {
            return 0;
        }
    }

    private static String get(int port, String path) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + port + path);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
}
