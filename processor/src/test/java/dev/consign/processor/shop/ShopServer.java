package dev.consign.processor.shop;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.broker.BrokerConnections;
import dev.consign.broker.QueueSender;
import dev.consign.broker.RealBroker;
import dev.consign.broker.outbox.Outbox;
import dev.consign.engine.MoneyPath;
import dev.consign.engine.OrderContextReader;
import dev.consign.engine.OrderProcessor;
import dev.consign.gateway.registry.GatewayRegistry;
import dev.consign.id.IdSource;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.sql.Transactions;
import dev.consign.sql.rights.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The shop API as it runs in the processor, over HTTP and a real database; only the gateway is
/// scripted, and there is no queue.
final class ShopServer implements AutoCloseable {
    static final MoneyPath DATABASE = new MoneyPath();
    static final ScriptedGateway GATEWAY = new ScriptedGateway();
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final Map<String, String> KEYS =
            Map.of(
                    "shop", "shop-Vq83hK0dXz5TnR2yLw7B",
                    "support", "support-Jm41cF9gUa6QeP8sHx3D",
                    "finance", "finance-Yt72bN5kWi1ZrO4vGu8C",
                    "ops", "ops-Ld96pS3jAe0MxT7qFb2E");

    /// People with keys of their own, by name; their roles are in the file.
    static final Map<String, String> PEOPLE =
            Map.of(
                    "fay", "Rk5vX8nB2mQ7tZ4wC1yL9dHs",
                    "fred", "G3pT6jF0aW9eU2xN8hV5qMzo",
                    "sam", "D7rY1kI4gS6bO3uA0cE8lJfw");

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final Path keysFile = temporary();

    /// @param more settings, as `--name=value`
    ShopServer(String... more) {
        people("");
        context = new SpringApplicationBuilder(Application.class).run(arguments(more));
        var port = context.getEnvironment().getRequiredProperty("local.server.port");
        url = "http://127.0.0.1:" + port;
    }

    private String[] arguments(String... more) {
        return Stream.concat(
                        Stream.of(
                                "--server.port=0",
                                // Done already, by somebody who may.
                                "--spring.flyway.enabled=false",
                                "--consign.api-keys.shop=" + KEYS.get("shop"),
                                "--consign.api-keys.support=" + KEYS.get("support"),
                                "--consign.api-keys.finance=" + KEYS.get("finance"),
                                "--consign.api-keys.ops=" + KEYS.get("ops"),
                                "--consign.api-keys.file=" + keysFile,
                                "--consign.api-keys.reread=50ms",
                                "--consign.public-url=http://127.0.0.1:8080",
                                "--consign.orders.gateway-pause=200ms",
                                "--consign.notifications.allowed-private-targets=127.0.0.1:9999",
                                "--management.endpoint.health.group.readiness.include=readinessState",
                                "--consign.card-key-secret="
                                        + "NPo+lv9tQ2ZkY1x0b7pB8s3V5mJrXcWuHqTgE4dLyA0="),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static Path temporary() {
        try {
            var file = Files.createTempFile("keys", ".txt");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every method that answers requests, by what it answers.
    Map<RequestMappingInfo, HandlerMethod> routes() {
        return context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods();
    }

    /// Writes the keys file.
    ///
    /// @param more lines behind those of the people
    void people(String more) {
        try {
            var whole = Files.createTempFile("keys", ".new");
            Files.writeString(
                    whole,
                    "fay finance %s\nfred finance %s\nsam support %s\n%s"
                            .formatted(
                                    PEOPLE.get("fay"),
                                    PEOPLE.get("fred"),
                                    PEOPLE.get("sam"),
                                    more));
            Files.move(whole, keysFile, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return URI.create(url).getPort();
    }

    /// What no HTTP client would send. The connection is to be closed by the answer.
    String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// @param role or person whose key is sent, or the key itself; empty for none
    Answer send(String role, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send(role, method, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /// The same with a body that need not be text.
    Answer send(String role, String method, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .method(
                                method,
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        if (body.length > 0 && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (!role.isEmpty()) {
            request.header("Authorization", "Bearer " + key(role));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new Answer(http.send(request.build(), BodyHandlers.ofString()));
    }

    static String key(String name) {
        return KEYS.getOrDefault(name, PEOPLE.getOrDefault(name, name));
    }

    /// A new item with an empty shelf.
    String item(String kind) throws IOException, InterruptedException {
        var consignor =
                send(
                                "shop",
                                "POST",
                                "/api/consignors",
                                "{\"name\":\"Cards & Co\",\"commissionBps\":500}")
                        .text("consignorId");
        var units = kind.equals("ASSET_CREDIT") ? ",\"assetUnits\":100" : "";
        return send(
                        "shop",
                        "POST",
                        "/api/items",
                        """
                        {"consignorId":"%s","title":"A thing","kind":"%s","price":{"currency":"CNY","minor":27000}%s}
                        """
                                .formatted(consignor, kind, units))
                .text("itemId");
    }

    Answer order(String key, String buyer, String item, int quantity)
            throws IOException, InterruptedException {
        return send(
                "shop",
                "POST",
                "/api/orders",
                """
                {"buyerId":"%s","itemId":"%s","quantity":%d,"gateway":"sandbox"}
                """
                        .formatted(buyer, item, quantity),
                "Idempotency-Key",
                key);
    }

    /// An order whose gateway has it.
    Placed placed(String item) throws IOException, InterruptedException {
        var unique = "k" + NUMBERS.incrementAndGet();
        var answer = order(unique, "buyer-" + unique, item, 1);
        return new Placed(
                new OrderNo(answer.text("orderNo")),
                new PaymentNo(answer.json().at("/payment/paymentNo").asString()),
                "buyer-" + unique);
    }

    /// An order of one piece of 27000 fen of a new item, paid and delivered.
    Placed paid() throws IOException, InterruptedException {
        var item = item("ASSET_CREDIT");
        send("shop", "POST", "/api/items/" + item + "/stock", "{\"units\":5}");
        var order = placed(item);
        says(order.paymentNo(), FactKind.PAID, "t-" + order.paymentNo(), 27_000);
        return order;
    }

    /// What the gateway answers about a payment, and how it is processed.
    static Outcome says(PaymentNo paymentNo, FactKind kind, String transaction, long minor) {
        return says(paymentNo, kind, transaction, null, minor);
    }

    static Outcome says(
            PaymentNo paymentNo,
            FactKind kind,
            String transaction,
            @Nullable String refundNo,
            long minor) {
        return DATABASE.processor()
                .process(
                        List.of(
                                new PaymentFact(
                                        GATEWAY.code(),
                                        GATEWAY.merchant(),
                                        paymentNo,
                                        kind,
                                        Money.of("CNY", minor),
                                        new TransactionId(transaction),
                                        refundNo,
                                        InstantSource.system().instant(),
                                        FactSource.QUERY)))
                .getFirst()
                .outcome();
    }

    /// Its numbers.
    record Placed(OrderNo orderNo, PaymentNo paymentNo, String buyer) {
        String path() {
            return "/api/orders/" + orderNo;
        }
    }

    @Override
    public void close() {
        context.close();
    }

    /// What came back.
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String text(String field) {
            return json().path(field).asString("");
        }

        /// Status and, for a problem, its code.
        String verdict() {
            var type = response.headers().firstValue("Content-Type").orElse("");
            return type.startsWith("application/problem+json")
                    ? status() + " " + text("code")
                    : String.valueOf(status());
        }
    }

    @EnableAutoConfiguration
    @Import(OneProcess.class)
    @ComponentScan({
        "dev.consign.processor.api.problem",
        "dev.consign.processor.api",
        "dev.consign.processor.inbound.callback",
        "dev.consign.processor.inbound.inbox",
        "dev.consign.processor.security",
        "dev.consign.platform.audit",
        "dev.consign.processor.audit",
        "dev.consign.processor.hibernate",
        "dev.consign.processor.api.idempotency",
        "dev.consign.processor.shop.catalogue",
        "dev.consign.processor.backoffice.cases",
        "dev.consign.processor.backoffice.lookup",
        "dev.consign.processor.backoffice.statements",
        "dev.consign.processor.backoffice.reconciliations",
        "dev.consign.notify",
        "dev.consign.processor.backoffice.notifications",
        "dev.consign.processor.backoffice.payouts",
        "dev.consign.processor.backoffice.approvals",
        "dev.consign.processor.backoffice.deadletters",
        "dev.consign.processor.api.describe",
        "dev.consign.processor.shop"
    })
    static class Application {
        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        IdSource ids(InstantSource clock) {
            return IdSource.secure(clock);
        }

        /// The processor's own user: what the API does, it may do (issue 11 number 6).
        @Bean
        HikariDataSource dataSource() {
            return DATABASE.pool(Program.PROCESSOR);
        }

        @Bean
        JdbcTransactionManager transactionManager(HikariDataSource pool) {
            return new JdbcTransactionManager(pool);
        }

        @Bean
        Transactions transactions(JdbcTransactionManager manager) {
            return new Transactions(manager, new Random());
        }

        @Bean
        OrderProcessor processor(
                HikariDataSource pool, Transactions transactions, InstantSource clock) {
            return DATABASE.processor(pool, transactions, clock);
        }

        @Bean
        OrderContextReader situations(HikariDataSource pool) {
            return new OrderContextReader(JdbcClient.create(pool), MoneyPath.CONFIRM);
        }

        @Bean
        GatewayRegistry gateway() {
            return new GatewayRegistry(List.of(GATEWAY), List.of(GATEWAY), List.of());
        }

        @Bean
        Outbox outbox(HikariDataSource pool, IdSource ids, InstantSource clock) {
            return new Outbox(new JdbcTemplate(pool), ids, clock);
        }

        /// Nobody listens there.
        @Bean
        BrokerConnections brokerConnections() {
            return RealBroker.connections(1);
        }

        @Bean
        QueueSender queueSender(BrokerConnections connections) {
            return new QueueSender(connections, 1);
        }
    }
}
