package dev.consign.notify.webhook;

import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.notify.delivery.Deliveries;
import dev.consign.notify.webhook.Endpoint.Status;
import dev.consign.platform.crypto.SealRing;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import dev.consign.secret.Secret;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps consignors' webhooks and the account of how each of them fares. Secrets are sealed before
/// they come near the database. A webhook is locked before its deliveries, by everybody.
@Component
final class WebhookRepository {
    private static final String COLUMNS =
            "SELECT webhook_id, consignor_id, url, secret, secret_id, status, failures, failing_since, created_at"
                    + " FROM webhook_endpoint ";

    private static final String ADD =
            """
            INSERT INTO webhook_endpoint (webhook_id, consignor_id, url, secret, secret_id, status, failures, created_at)
            VALUES (:id, :consignor, :url, :secret, :secretId, 'ENABLED', 0, :at)
            """;

    private static final String LOCK_CONSIGNOR =
            "SELECT consignor_id FROM consignor WHERE consignor_id = :consignor FOR UPDATE";

    private static final String LOCK =
            "SELECT webhook_id FROM webhook_endpoint WHERE webhook_id = :id FOR UPDATE";

    private static final String WORKS =
            """
            UPDATE webhook_endpoint SET failures = 0, failing_since = NULL
             WHERE webhook_id = :id AND failures > 0 -- mostly there is nothing to write
            """;

    private static final String FAILS =
            """
            UPDATE webhook_endpoint
               SET failing_since = COALESCE(failing_since, :at), failures = failures + 1
             WHERE webhook_id = :id
            """;

    // One of many deliveries that fail at once disables it, and opens the case.
    private static final String DISABLE =
            """
            UPDATE webhook_endpoint SET status = 'DISABLED'
             WHERE webhook_id = :id AND status = 'ENABLED'
               AND failures >= :failures -- in a row
               AND failing_since <= :since -- and not only within a bad minute
            """;

    private static final String DISABLE_AT_ONCE =
            "UPDATE webhook_endpoint SET status = 'DISABLED' WHERE webhook_id = :id AND status = 'ENABLED'";

    private static final String ENABLE =
            """
            UPDATE webhook_endpoint SET status = 'ENABLED', failures = 0, failing_since = NULL
             WHERE webhook_id = :id AND consignor_id = :consignor
               AND status = 'DISABLED' -- enabling twice releases nothing twice
            """;

    private static final String DELETE =
            "DELETE FROM webhook_endpoint WHERE webhook_id = :id AND consignor_id = :consignor";

    // case_key is unique: one case a webhook, opened again when it is disabled again.
    private static final String CASE =
            """
            INSERT INTO case_file (case_id, case_key, kind, status, evidence, opened_at)
            VALUES (:case, :key, 'ENDPOINT_DISABLED', 'OPEN', :evidence, :at)
            ON DUPLICATE KEY UPDATE status = 'OPEN', resolution = NULL, owner = NULL, resolved_at = NULL,
                                    evidence = VALUES(evidence), opened_at = VALUES(opened_at)
            """;

    // Disabled ones too: their deliveries are held when they are due, under the lock of the
    // webhook.
    // Held from the start, one would stay behind when the webhook is enabled meanwhile.
    private static final String RECIPIENTS =
            """
            SELECT o.order_no, e.webhook_id, r.refund_no
              FROM orders o
              JOIN webhook_endpoint e ON e.consignor_id = o.consignor_id
              LEFT JOIN refund r ON r.order_no = o.order_no AND r.refund_no IN (:refunds)
                                AND r.use_of_money = 'PROCEEDS' -- not a second payment's way back
             WHERE o.order_no IN (:orders)
               -- money that bought nothing and goes back is no business of the consignor's
               AND EXISTS (SELECT 1 FROM journal j WHERE j.order_no = o.order_no AND j.kind = 'SETTLE')
            """;

    private final JdbcClient jdbc;
    private final Deliveries deliveries;
    private final SealRing seals;
    private final IdSource ids;
    private final InstantSource clock;

    WebhookRepository(
            JdbcClient jdbc,
            Deliveries deliveries,
            SealRing secrets,
            IdSource ids,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.deliveries = deliveries;
        this.seals = secrets.ofWebhooks();
        this.ids = ids;
        this.clock = clock;
    }

    /// Holds the consignor, so that nobody else adds a webhook of the same.
    ///
    /// @return whether there is such a consignor
    boolean lockConsignor(ConsignorId consignor) {
        return jdbc.sql(LOCK_CONSIGNOR)
                .param("consignor", consignor.value())
                .query(String.class)
                .optional()
                .isPresent();
    }

    Endpoint add(ConsignorId consignor, String url, Secret secret) {
        var id = ids.next(NumberPrefix.WEBHOOK);
        var now = clock.instant();
        jdbc.sql(ADD)
                .param("id", id)
                .param("consignor", consignor.value())
                .param("url", url)
                .param("secret", seals.close(id, secret.value()))
                .param("secretId", seals.current())
                .param("at", Utc.column(now))
                .update();
        return new Endpoint(id, consignor, url, secret, Status.ENABLED, 0, null, now);
    }

    KeysetPage<Endpoint> page(ConsignorId consignor, Window window) {
        return PageStatement.oldestFirst(COLUMNS, "webhook_id", "created_at", window)
                .where("consignor_id = :consignor", consignor.value())
                .read(jdbc, (row, _) -> endpoint(row), Endpoint::webhookId);
    }

    List<Endpoint> of(ConsignorId consignor) {
        return jdbc.sql(COLUMNS + "WHERE consignor_id = :consignor ORDER BY webhook_id")
                .param("consignor", consignor.value())
                .query((row, _) -> endpoint(row))
                .list();
    }

    Optional<Endpoint> find(String webhookId) {
        return jdbc.sql(COLUMNS + "WHERE webhook_id = :id")
                .param("id", webhookId)
                .query((row, _) -> endpoint(row))
                .optional();
    }

    /// Which webhooks are told of which orders, and of which of these refunds: once for each
    /// refund, and once for an order without any.
    List<Told> recipients(List<String> orders, List<String> refunds) {
        return orders.isEmpty()
                ? List.of()
                : jdbc.sql(RECIPIENTS)
                        .param("orders", orders)
                        .param("refunds", refunds.isEmpty() ? List.of("") : refunds)
                        .query((row, _) ->
                                new Told(
                                        row.getString("order_no"),
                                        row.getString("webhook_id"),
                                        row.getString("refund_no")))
                        .list();
    }

    /// Nobody enables or disables it before the transaction ends.
    void lock(String webhookId) {
        jdbc.sql(LOCK).param("id", webhookId).query(String.class).optional();
    }

    void works(String webhookId) {
        jdbc.sql(WORKS).param("id", webhookId).update();
    }

    /// Counts, and disables it when that is enough.
    ///
    /// @param most failures in a row, the first of them at or before the time
    void fails(String webhookId, int most, Instant since, String answer) {
        var now = Utc.column(clock.instant());
        jdbc.sql(FAILS).param("id", webhookId).param("at", now).update();
        var disabled =
                jdbc.sql(DISABLE)
                        .param("id", webhookId)
                        .param("failures", most)
                        .param("since", Utc.column(since))
                        .update();
        if (disabled == 1) {
            disabled(webhookId, "nothing got through for long; the last answer was: " + answer);
        }
    }

    /// It said that it is gone. A person may know better, a server put up in a hurry says so too:
    /// what is kept for it is withdrawn when it is deleted, and not before.
    void disable(String webhookId, String why) {
        if (jdbc.sql(DISABLE_AT_ONCE).param("id", webhookId).update() == 1) {
            disabled(webhookId, why);
        }
    }

    /// @return whether it was disabled
    boolean enable(ConsignorId consignor, String webhookId) {
        var enabled =
                jdbc.sql(ENABLE)
                        .param("id", webhookId)
                        .param("consignor", consignor.value())
                        .update();
        if (enabled == 1) {
            deliveries.release(webhookId);
        }
        return enabled == 1;
    }

    /// @return whether there was one
    boolean delete(ConsignorId consignor, String webhookId) {
        var deleted =
                jdbc.sql(DELETE)
                        .param("id", webhookId)
                        .param("consignor", consignor.value())
                        .update();
        if (deleted == 1) {
            deliveries.withdraw(webhookId);
        }
        return deleted == 1;
    }

    private void disabled(String webhookId, String why) {
        deliveries.hold(webhookId);
        jdbc.sql(CASE)
                .param("case", ids.next(NumberPrefix.CASE))
                .param("key", "ENDPOINT_DISABLED:" + webhookId)
                .param(
                        "evidence",
                        "The webhook %s was disabled: %s. What it would have been told since is kept, and sent when it is enabled again."
                                .formatted(webhookId, why))
                .param("at", Utc.column(clock.instant()))
                .update();
    }

    private Endpoint endpoint(ResultSet row) throws SQLException {
        var id = row.getString("webhook_id");
        return new Endpoint(
                id,
                new ConsignorId(row.getString("consignor_id")),
                row.getString("url"),
                new Secret(seals.open(id, row.getString("secret_id"), row.getBytes("secret"))),
                Status.valueOf(row.getString("status")),
                row.getInt("failures"),
                row.getTimestamp("failing_since") == null
                        ? null
                        : Utc.instant(row, "failing_since"),
                Utc.instant(row, "created_at"));
    }

    /// A webhook that is told of an order.
    ///
    /// @param refundNo of the consignor's proceeds; null when none of them was asked about
    record Told(String orderNo, String webhookId, @Nullable String refundNo) {}
}
