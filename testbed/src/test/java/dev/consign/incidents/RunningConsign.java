package dev.consign.incidents;

import dev.consign.incidents.Shop.Placed;
import dev.consign.notify.mail.MailServer;
import dev.consign.testbed.launcher.LaunchOptions;
import dev.consign.testbed.launcher.LaunchPorts;
import dev.consign.testbed.launcher.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Database, broker, processor, reconciler and sandbox gateway as processes, one of each for all
/// tests of this JVM: started when the first test needs them, stopped when the JVM ends.
///
/// What is asked of the gateway later, and notifications, run on a fast clock; the send to the
/// broker on the shortest time-outs that the rules allow.
final class RunningConsign {
    private static final Map<String, String> FAST =
            Map.ofEntries(
                    Map.entry("CONSIGN_REQUERY_FIRSTDELAY", "200ms"),
                    Map.entry("CONSIGN_REQUERY_CAP", "1600ms"),
                    Map.entry("CONSIGN_REQUERY_POLLINTERVAL", "50ms"),
                    Map.entry("CONSIGN_CLOSE_FIRSTDELAY", "200ms"),
                    Map.entry("CONSIGN_CLOSE_CAP", "1600ms"),
                    Map.entry("CONSIGN_REFUND_FIRSTDELAY", "200ms"),
                    Map.entry("CONSIGN_REFUND_CAP", "1600ms"),
                    Map.entry("CONSIGN_OVERDUE_EVERY", "200ms"),
                    Map.entry("CONSIGN_GUARD_SANDBOX_OPENFOR", "2s"),
                    Map.entry("CONSIGN_BROKER_CALLTIMEOUT", "8s"),
                    Map.entry("CONSIGN_BROKER_CALLFAILOVERTIMEOUT", "1s"),
                    Map.entry("CONSIGN_BROKER_SENDDEADLINE", "9s"),
                    Map.entry("CONSIGN_NOTIFICATIONS_SHOP_ATTEMPTS", "4"),
                    Map.entry("CONSIGN_NOTIFICATIONS_SHOP_LIMIT", "1s"),
                    Map.entry("CONSIGN_NOTIFICATIONS_SHOP_FIRSTRETRY", "100ms"),
                    Map.entry("CONSIGN_NOTIFICATIONS_SHOP_LONGESTRETRY", "400ms"),
                    Map.entry("CONSIGN_NOTIFICATIONS_CONSIGNOR_ATTEMPTS", "4"),
                    Map.entry("CONSIGN_NOTIFICATIONS_CONSIGNOR_LIMIT", "1s"),
                    Map.entry("CONSIGN_NOTIFICATIONS_CONSIGNOR_FIRSTRETRY", "100ms"),
                    Map.entry("CONSIGN_NOTIFICATIONS_CONSIGNOR_LONGESTRETRY", "400ms"),
                    Map.entry("CONSIGN_NOTIFICATIONS_MAIL_ATTEMPTS", "4"),
                    Map.entry("CONSIGN_NOTIFICATIONS_MAIL_LIMIT", "1s"),
                    Map.entry("CONSIGN_NOTIFICATIONS_MAIL_FIRSTRETRY", "100ms"),
                    Map.entry("CONSIGN_NOTIFICATIONS_MAIL_LONGESTRETRY", "400ms"),
                    Map.entry("CONSIGN_NOTIFICATIONS_ALLOWEDPRIVATETARGETS", "127.0.0.1/32"),
                    Map.entry("CONSIGN_NOTIFICATIONS_POLL", "50ms"),
                    Map.entry("CONSIGN_MAIL_HOST", "127.0.0.1"),
                    Map.entry("CONSIGN_MAIL_FROM", "shop@consign.example"),
                    Map.entry("CONSIGN_MAIL_TLS", "NONE"));

    private static @Nullable RunningConsign running;

    private final NotificationSink sink;
    private final NotificationSink consignor;
    private final MailServer mail = new MailServer();
    private final Launcher launcher;
    private final Shop shop;
    private final Gateway gateway;
    private final Books books;

    private RunningConsign() throws InterruptedException {
        try {
            sink = new NotificationSink();
            consignor = new NotificationSink();
        } catch (IOException e) {
            throw new UncheckedIOException("no port for the sink", e);
        }
        // Not the environment's own database or broker: one of the incidents ends the broker.
        var options =
                LaunchOptions.of(Map.of())
                        .withData(
                                home().resolve(
                                                "testbed/target/incidents-"
                                                        + ProcessHandle.current().pid()))
                        .withPorts(LaunchPorts.free())
                        .startingFresh()
                        .reportingTo(_ -> {})
                        .with("CONSIGN_NOTIFY_URL", sink.url().toString())
                        .with("CONSIGN_NOTIFY_SECRET", secret())
                        .with("CONSIGN_MAIL_PORT", String.valueOf(mail.port()));
        for (var one : FAST.entrySet()) {
            options = options.with(one.getKey(), one.getValue());
        }
        launcher = Launcher.start(options);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(launcher::close));
        shop = new Shop(url("processor"), launcher.apiKey("shop"));
        gateway = new Gateway(url("processor"), url("sandbox"), launcher.sandboxWebhookSecret());
        books = new Books(launcher.database());
    }

    static synchronized RunningConsign get() throws InterruptedException {
        if (running == null) {
            running = new RunningConsign();
        }
        return running;
    }

    static Path home() {
        return Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
    }

    NotificationSink sink() {
        return sink;
    }

    /// Where consignors take their webhooks.
    NotificationSink consignor() {
        return consignor;
    }

    MailServer mail() {
        return mail;
    }

    Launcher launcher() {
        return launcher;
    }

    Shop shop() {
        return shop;
    }

    Gateway gateway() {
        return gateway;
    }

    /// Minor units that the gateway has returned of a payment.
    long refundedAtGateway(Placed order) throws IOException, InterruptedException {
        return gateway.payment(order.paymentNo(), launcher.sandboxApiKey())
                .path("refunds")
                .valueStream()
                .mapToLong(refund -> refund.path("amount").path("minor").asLong())
                .sum();
    }

    Books books() {
        return books;
    }

    private String url(String name) {
        return Objects.requireNonNull(launcher.urls().get(name)).toString();
    }

    private static String secret() {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    }
}
