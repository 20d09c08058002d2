package dev.consign.processor.shop.catalogue;

import dev.consign.platform.crypto.SealRing;
import dev.consign.sql.InvariantViolation;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The secrets of consignors' webhooks, which are encrypted like card keys and sealed anew with
/// them.
@Component
final class SealedWebhooks {
    private static final String USED =
            "SELECT secret_id FROM webhook_endpoint GROUP BY secret_id ORDER BY secret_id";

    private static final String COUNT =
            "SELECT COUNT(*) FROM webhook_endpoint WHERE secret_id IN (:former)";

    private static final String LOCK =
            """
            SELECT webhook_id, secret_id, secret FROM webhook_endpoint
             WHERE secret_id IN (:former)
             ORDER BY webhook_id LIMIT :most
               FOR UPDATE
            """;

    private static final String RESEAL =
            """
            UPDATE webhook_endpoint SET secret = :secret, secret_id = :secretId
             WHERE webhook_id = :id -- locked above
            """;

    private final JdbcClient jdbc;
    private final SealRing seals;

    SealedWebhooks(JdbcClient jdbc, SealRing secrets) {
        this.jdbc = jdbc;
        this.seals = secrets.ofWebhooks();
    }

    List<String> secrets() {
        return jdbc.sql(USED).query((row, _) -> row.getString("secret_id")).list();
    }

    long count(Collection<String> secrets) {
        return secrets.isEmpty()
                ? 0
                : jdbc.sql(COUNT).param("former", secrets).query(Long.class).single();
    }

    /// Some of those that are under a former secret, in the caller's transaction.
    ///
    /// @return how many there were
    int reseal(Collection<String> former, int most) {
        var webhooks =
                jdbc.sql(LOCK)
                        .param("former", former)
                        .param("most", most)
                        .query((row, _) -> {
                            var id = row.getString("webhook_id");
                            var secret =
                                    seals.open(
                                            id, row.getString("secret_id"), row.getBytes("secret"));
                            return new Webhook(id, seals.close(id, secret));
                        })
                        .list();
        for (var webhook : webhooks) {
            var changed =
                    jdbc.sql(RESEAL)
                            .param("secret", webhook.secret)
                            .param("secretId", seals.current())
                            .param("id", webhook.id)
                            .update();
            InvariantViolation.expect("webhooks of one number", 1, changed);
        }
        return webhooks.size();
    }

    private static final class Webhook {
        private final String id;
        private final byte[] secret;

        private Webhook(String id, byte[] secret) {
            this.id = id;
            this.secret = secret;
        }
    }
}
