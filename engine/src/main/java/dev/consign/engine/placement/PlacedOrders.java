package dev.consign.engine.placement;

import dev.consign.id.GatewayCode;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.payment.PaymentStatus;
import dev.consign.sql.Utc;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How an order and one of its payments stand, without locking them.
public final class PlacedOrders {
    private static final String FIND =
            """
            SELECT o.order_no, o.status, o.currency, o.amount_minor, o.expires_at, o.return_url,
                   p.payment_no, p.gateway, p.status AS payment_status, p.pay_url, i.title
              FROM payment p
              JOIN orders o ON o.order_no = p.order_no
              JOIN item i ON i.item_id = o.item_id
             WHERE p.payment_no = :payment
            """;

    private final JdbcClient jdbc;

    public PlacedOrders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The payment must exist.
    public PlacedOrder find(PaymentNo paymentNo) {
        return jdbc.sql(FIND)
                .param("payment", paymentNo.value())
                .query((row, _) ->
                        new PlacedOrder(
                                new OrderNo(row.getString("order_no")),
                                row.getString("status"),
                                Money.of(row.getString("currency"), row.getLong("amount_minor")),
                                Utc.instant(row, "expires_at"),
                                row.getString("title"),
                                uri(row.getString("return_url")),
                                new Attempt(
                                        new PaymentNo(row.getString("payment_no")),
                                        new GatewayCode(row.getString("gateway")),
                                        PaymentStatus.valueOf(row.getString("payment_status")),
                                        row.getString("pay_url"))))
                .single();
    }

    private static @Nullable URI uri(@Nullable String text) {
        return text == null ? null : URI.create(text);
    }

    /// @param title of the item
    /// @param returnUrl where the buyer is led after paying; null for nowhere
    public record PlacedOrder(
            OrderNo orderNo,
            String status,
            Money amount,
            Instant expiresAt,
            String title,
            @Nullable URI returnUrl,
            Attempt payment) {}

    /// @param payUrl null while nobody knows it
    public record Attempt(
            PaymentNo paymentNo,
            GatewayCode gateway,
            PaymentStatus status,
            @Nullable String payUrl) {
        /// Whether the gateway may still have to be asked: it never was, its answer was lost, or
        /// whoever asked it died before keeping where the buyer pays.
        public boolean unfinished() {
            return status == PaymentStatus.CREATED || (status.open() && payUrl == null);
        }
    }
}
