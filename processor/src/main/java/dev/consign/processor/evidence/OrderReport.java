package dev.consign.processor.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.consign.id.ItemId;
import dev.consign.id.OrderNo;
import dev.consign.money.Money;
import dev.consign.processor.problem.MoneyBody;
import dev.consign.processor.security.Role;
import dev.consign.processor.stock.CardKeyCipher;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Everything there is to know of one order. Only the shop reads the card keys that were delivered;
/// everybody else sees enough to compare one with what a buyer quotes.
public final class OrderReport {
    private static final int SHOWN = 2;

    private static final String ORDER =
            """
            SELECT order_no, status, buyer_id, item_id, quantity, currency, amount_minor, created_at, expires_at
              FROM orders WHERE order_no = :order
            """;

    private static final String PAYMENTS =
            """
            SELECT payment_no, gateway, status, currency, amount_minor, collected_minor, held_minor, refunded_minor,
                   pay_url, transaction_id
              FROM payment WHERE order_no = :order ORDER BY payment_no
            """;

    private static final String REFUNDS =
            """
            SELECT refund_no, payment_no, currency, amount_minor, status, reason, requested_at, ended_at, actor
              FROM refund WHERE order_no = :order ORDER BY refund_no
            """;

    private static final String KEYS =
            """
            SELECT secret FROM card_key
             WHERE order_no = :order AND status = 'SOLD' -- what is only reserved is nobody's yet
             ORDER BY card_key_id
            """;

    private static final String CREDITS = "SELECT units FROM asset_entry WHERE order_no = :order";

    private static final String HISTORY =
            """
            SELECT at, from_status, to_status, why, source
              FROM order_history WHERE order_no = :order ORDER BY version
            """;

    private final JdbcClient jdbc;
    private final CardKeyCipher cipher;

    OrderReport(JdbcClient jdbc, CardKeyCipher cipher) {
        this.jdbc = jdbc;
        this.cipher = cipher;
    }

    /// Empty when there is no such order.
    public Optional<OrderView> find(OrderNo orderNo, Role reader) {
        return jdbc.sql(ORDER)
                .param("order", orderNo.value())
                .query((row, _) ->
                        new OrderView(
                                orderNo.value(),
                                row.getString("status"),
                                row.getString("buyer_id"),
                                row.getString("item_id"),
                                row.getInt("quantity"),
                                money(row.getString("currency"), row.getLong("amount_minor")),
                                Utc.instant(row, "created_at"),
                                Utc.instant(row, "expires_at"),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of()))
                .optional()
                .map(order ->
                        order.with(
                                payments(orderNo),
                                refunds(orderNo),
                                deliveries(orderNo, new ItemId(order.itemId), reader),
                                history(orderNo)));
    }

    private List<PaymentView> payments(OrderNo orderNo) {
        return jdbc.sql(PAYMENTS)
                .param("order", orderNo.value())
                .query((row, _) ->
                        new PaymentView(
                                row.getString("payment_no"),
                                row.getString("gateway"),
                                row.getString("status"),
                                money(row.getString("currency"), row.getLong("amount_minor")),
                                money(row.getString("currency"), row.getLong("collected_minor")),
                                money(row.getString("currency"), row.getLong("held_minor")),
                                money(row.getString("currency"), row.getLong("refunded_minor")),
                                row.getString("pay_url"),
                                row.getString("transaction_id")))
                .list();
    }

    /// Oldest first; empty, too, when there is no such order.
    public List<RefundView> refunds(OrderNo orderNo) {
        return jdbc.sql(REFUNDS)
                .param("order", orderNo.value())
                .query((row, _) ->
                        new RefundView(
                                row.getString("refund_no"),
                                row.getString("payment_no"),
                                money(row.getString("currency"), row.getLong("amount_minor")),
                                row.getString("status"),
                                row.getString("reason"),
                                Utc.instant(row, "requested_at"),
                                row.getTimestamp("ended_at") == null
                                        ? null
                                        : Utc.instant(row, "ended_at"),
                                row.getString("actor")))
                .list();
    }

    private List<Delivery> deliveries(OrderNo orderNo, ItemId item, Role reader) {
        var keys =
                jdbc.sql(KEYS)
                        .param("order", orderNo.value())
                        .query((row, _) -> cipher.decrypt(item, row.getBytes("secret")))
                        .list();
        var credits = jdbc.sql(CREDITS).param("order", orderNo.value()).query(Long.class).list();
        return Stream.concat(
                        keys.stream().map(key -> new Delivery(visible(key, reader), null)),
                        credits.stream().map(units -> new Delivery(null, units)))
                .toList();
    }

    private List<Step> history(OrderNo orderNo) {
        return jdbc.sql(HISTORY)
                .param("order", orderNo.value())
                .query((row, _) ->
                        new Step(
                                Utc.instant(row, "at"),
                                row.getString("from_status"),
                                row.getString("to_status"),
                                row.getString("why"),
                                row.getString("source")))
                .list();
    }

    static String visible(String key, Role reader) {
        return switch (reader) {
            case SHOP -> key;
            // Of a short key even two characters would be too much.
            case SUPPORT, FINANCE, OPS ->
                    "***" + (key.length() >= 4 * SHOWN ? key.substring(key.length() - SHOWN) : "");
        };
    }

    private static MoneyBody money(String currency, long minor) {
        return MoneyBody.of(Money.of(currency, minor));
    }

    /// GET /api/orders/{orderNo}.
    public record OrderView(
            String orderNo,
            String status,
            String buyerId,
            String itemId,
            int quantity,
            MoneyBody amount,
            Instant createdAt,
            Instant expiresAt,
            List<PaymentView> payments,
            List<RefundView> refunds,
            List<Delivery> deliveries,
            List<Step> history) {
        OrderView with(
                List<PaymentView> payments,
                List<RefundView> refunds,
                List<Delivery> deliveries,
                List<Step> history) {
            return new OrderView(
                    orderNo,
                    status,
                    buyerId,
                    itemId,
                    quantity,
                    amount,
                    createdAt,
                    expiresAt,
                    payments,
                    refunds,
                    deliveries,
                    history);
        }
    }

    /// One attempt to collect. What was collected, neither held nor refunded, has paid for the
    /// delivery or is on its way back.
    ///
    /// @param held here without a use
    /// @param payUrl where the buyer pays; null while nobody knows
    public record PaymentView(
            String paymentNo,
            String gateway,
            String status,
            MoneyBody amount,
            MoneyBody collected,
            MoneyBody held,
            MoneyBody refunded,
            @Nullable String payUrl,
            @Nullable String transactionId) {}

    /// One key, or the units of the whole order; the other is left out.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Delivery(@Nullable String key, @Nullable Long units) {}

    /// One move.
    public record Step(Instant at, @Nullable String from, String to, String why, String source) {}
}
