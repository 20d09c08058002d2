package dev.consign.notify.delivery;

import dev.consign.broker.codec.DecodedNotification;
import dev.consign.broker.codec.NotificationCodec;
import dev.consign.id.OrderNo;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What support sees of deliveries, and may do: send again what was given up, once a click, with a
/// reason that is audited in the same transaction.
@Component
public final class DeliverySupport {
    private static final String OF_ORDER =
            """
            SELECT d.delivery_id, d.notification_id, d.order_no, n.order_status, n.body, d.sink, d.target, d.status,
                   d.attempts, d.due_at, d.last_answer, d.created_at, d.updated_at
              FROM notification_delivery d
              JOIN notification n ON n.notification_id = d.notification_id
            """;

    private static final String ARM =
            """
            UPDATE notification_delivery
               SET status = 'WAITING', attempts = 0, due_at = :at, updated_at = :at
             WHERE delivery_id = :id
               AND status = 'GIVEN_UP' -- what waits goes out by itself, what was sent is known
            """;

    private static final String STATUS =
            "SELECT status FROM notification_delivery WHERE delivery_id = :id";

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Audit audit;
    private final InstantSource clock;

    DeliverySupport(JdbcClient jdbc, Transactions transactions, Audit audit, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /// Oldest first.
    public KeysetPage<DeliveryView> page(OrderNo order, Window window) {
        return statement(order, window).read(jdbc, (row, _) -> view(row), DeliveryView::deliveryId);
    }

    static PageStatement statement(OrderNo order, Window window) {
        return PageStatement.oldestFirst(OF_ORDER, "d.delivery_id", "d.created_at", window)
                .where("d.order_no = :order", order.value());
    }

    private static DeliveryView view(ResultSet row) throws SQLException {
        var status = DeliveryStatus.valueOf(row.getString("status"));
        return new DeliveryView(
                row.getString("delivery_id"),
                row.getString("notification_id"),
                row.getString("order_no"),
                row.getString("order_status"),
                type(row.getString("body")),
                SinkKind.valueOf(row.getString("sink")),
                row.getString("target"),
                status,
                row.getInt("attempts"),
                status == DeliveryStatus.WAITING ? Utc.instant(row, "due_at") : null,
                row.getString("last_answer"),
                Utc.instant(row, "created_at"),
                Utc.instant(row, "updated_at"));
    }

    private static @Nullable String type(String body) {
        return switch (NotificationCodec.decode(body)) {
            case DecodedNotification.Note(var notification) -> notification.type().word();
            case DecodedNotification.Undecodable _ -> null;
        };
    }

    /// @throws Refused when there is none, or with what became of it
    public void sendAgain(String deliveryId, String actor, String reason) {
        transactions.run(() -> {
            var now = Utc.column(clock.instant());
            var armed = jdbc.sql(ARM).param("at", now).param("id", deliveryId).update();
            if (armed == 0) {
                throw notGivenUp(deliveryId);
            }
            audit.write(
                    actor, "NOTIFICATION_SEND_AGAIN", deliveryId, reason, "GIVEN_UP", "WAITING");
        });
    }

    private Refused notGivenUp(String deliveryId) {
        var status =
                jdbc.sql(STATUS)
                        .param("id", deliveryId)
                        .query(String.class)
                        .optional()
                        .orElseThrow(() -> new Refused(new NotFound("such delivery")));
        return new Refused(new NotGivenUp(status));
    }
}
