package dev.consign.notify.webhook;

import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.notify.delivery.Channel;
import dev.consign.notify.delivery.Sender;
import dev.consign.notify.webhook.address.Resolver;
import dev.consign.notify.webhook.address.SsrfGuard;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.crypto.SealRing;
import dev.consign.secret.Secret;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The webhooks of the shop and of consignors as the processor puts them together, with names and
/// time in the hands of a test.
public final class Webhooks implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.system();

    private final Sender sender;
    private final WebhookSettings settings;
    private final WebhookClient post;
    private final WebhookRepository endpoints;
    private final Resolver resolver;

    Webhooks(Sender sender, WebhookSettings settings, Resolver resolver) {
        this.sender = sender;
        this.settings = settings;
        this.resolver = resolver;
        this.post = new WebhookClient(settings, CLOCK);
        var seals =
                SealRing.of(
                        "NPo+lv9tQ2ZkY1x0b7pB8s3V5mJrXcWuHqTgE4dLyA0=",
                        List.of(),
                        new SecureRandom());
        this.endpoints =
                new WebhookRepository(
                        JdbcClient.create(sender.jdbc()),
                        sender.rows(),
                        seals,
                        IdSource.secure(CLOCK),
                        CLOCK);
    }

    /// What is on this machine may be called.
    public Webhooks(Sender sender) {
        this(sender, settings(3, Duration.ofMillis(1), "127.0.0.0/8"), InetAddress::getAllByName);
    }

    static WebhookSettings settings(int failures, Duration over, String... allowed) {
        return new WebhookSettings(
                "",
                List.of(),
                Duration.ofMillis(300),
                Duration.ofMillis(600),
                true,
                List.of(allowed),
                Duration.ofSeconds(2),
                failures,
                over,
                3);
    }

    public Channel shop(String url, String secret) {
        return new ShopSink(
                new WebhookSettings(
                        url,
                        List.of(new Secret(secret)),
                        settings.connectTimeout(),
                        settings.answerTimeout(),
                        true,
                        List.of(),
                        Duration.ofSeconds(2),
                        3,
                        Duration.ofMillis(1),
                        3),
                post,
                InetAddress::getAllByName);
    }

    public Channel consignor() {
        return new ConsignorSink(
                endpoints,
                new ConsignorMessages(JdbcClient.create(sender.jdbc())),
                guard(),
                post,
                settings,
                CLOCK);
    }

    WebhookService registration() {
        return new WebhookService(
                endpoints,
                guard(),
                new Audit(JdbcClient.create(sender.jdbc()), IdSource.secure(CLOCK), CLOCK),
                sender.transactions(),
                settings);
    }

    /// @return the id and the secret of a new webhook of the order's consignor
    public String[] register(String order, String url) {
        var added = registration().add(consignorOf(order), url, "shop:test");
        return new String[] {added.webhookId(), added.secret().value()};
    }

    ConsignorId consignorOf(String order) {
        return new ConsignorId(
                String.valueOf(
                        sender.jdbc()
                                .queryForObject(
                                        "SELECT consignor_id FROM orders WHERE order_no = ?",
                                        String.class,
                                        order)));
    }

    Endpoint endpoint(String webhookId) {
        return endpoints.find(webhookId).orElseThrow();
    }

    @Override
    public void close() {
        post.close();
    }

    private SsrfGuard guard() {
        return new SsrfGuard(resolver, settings.allowed(), settings.httpAllowed());
    }
}
