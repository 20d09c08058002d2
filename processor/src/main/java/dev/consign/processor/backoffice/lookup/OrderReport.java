package dev.consign.processor.backoffice.lookup;

import dev.consign.id.ItemId;
import dev.consign.id.OrderNo;
import dev.consign.money.Money;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.processor.backoffice.lookup.DeliveredGoods.Delivery;
import dev.consign.processor.security.Role;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Everything there is to know of one order. Only the shop reads the card keys that were delivered;
/// everybody else sees enough to compare one with what a buyer quotes.
@Component
public final class OrderReport {
    private static final String ORDER =
            """
            SELECT order_no, status, buyer_id, item_id, quantity, currency, amount_minor, created_at, expires_at,
                   cancel_requested
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
            SELECT refund_no, payment_no, gateway_refund_no, currency, amount_minor, status, reason, requested_at, ended_at, actor
              FROM refund WHERE order_no = :order ORDER BY refund_no
            """;
    private static final String DISPUTES =
            """
            SELECT dispute_no, payment_no, status, currency, amount_minor, opened_at, ended_at
              FROM dispute WHERE order_no = :order ORDER BY opened_at, payment_no, dispute_no
            """;
    // Also those that came before the order was known, and name only its payment.
    private static final String OPEN_CASES =
            """
            SELECT case_id, kind, payment_no, currency, amount_minor, opened_at, evidence
              FROM case_file
             WHERE status = 'OPEN'
               AND (order_no = :order OR payment_no IN (SELECT payment_no FROM payment WHERE order_no = :order))
             ORDER BY case_id
            """;
    private static final String CONFIRMING =
            """
            SELECT kind, payment_no, source, currency, amount_minor, transaction_id, actor, asked_at
              FROM fact_confirmation
             WHERE order_no = :order AND status = 'WAITING' ORDER BY asked_at, message_id
            """;
    // What moved money without moving the order; a refund that ended it has a step of its own too.
    private static final String MONEY_STEPS =
            """
            SELECT r.ended_at AS at, r.refund_no, r.status, r.currency, r.amount_minor, r.actor, r.reason,
                   (SELECT SUM(e.amount_minor) FROM refund e
                     WHERE e.order_no = r.order_no AND e.status = r.status
                       AND (e.ended_at < r.ended_at OR (e.ended_at = r.ended_at AND e.refund_no <= r.refund_no))) AS so_far
              FROM refund r
             WHERE r.order_no = :order AND r.status IN ('SUCCEEDED', 'RETURNED')
             ORDER BY r.ended_at, r.refund_no
            """;

    private static final String HISTORY =
            """
            SELECT at, from_status, to_status, why, source, actor
              FROM order_history WHERE order_no = :order ORDER BY version
            """;

    private final JdbcClient jdbc;
    private final DeliveredGoods goods;

    OrderReport(JdbcClient jdbc, DeliveredGoods goods) {
        this.jdbc = jdbc;
        this.goods = goods;
    }

    /// Empty when there is no such order.
    Optional<Found> find(OrderNo orderNo) {
        return jdbc.sql(ORDER)
                .param("order", orderNo.value())
                .query((row, _) ->
                        new Head(
                                row.getString("status"),
                                row.getString("buyer_id"),
                                new ItemId(row.getString("item_id")),
                                row.getInt("quantity"),
                                money(row.getString("currency"), row.getLong("amount_minor")),
                                Utc.instant(row, "created_at"),
                                Utc.instant(row, "expires_at"),
                                row.getBoolean("cancel_requested")))
                .optional()
                .map(head -> new Found(view(orderNo, head), goods.of(orderNo, head.itemId)));
    }

    /// The order with what was delivered, opened for a reader.
    OrderView open(Found found, Role reader) {
        return found.order.with(goods.open(found.goods, reader));
    }

    private OrderView view(OrderNo orderNo, Head head) {
        return new OrderView(
                orderNo.value(),
                head.status,
                head.buyerId,
                head.itemId.value(),
                head.quantity,
                head.amount,
                head.createdAt,
                head.expiresAt,
                head.cancelRequested,
                payments(orderNo),
                refunds(orderNo),
                disputes(orderNo),
                openCases(orderNo),
                confirming(orderNo),
                List.of(),
                history(orderNo));
    }

    private record Head(
            String status,
            String buyerId,
            ItemId itemId,
            int quantity,
            MoneyBody amount,
            Instant createdAt,
            Instant expiresAt,
            boolean cancelRequested) {}

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
                                row.getString("actor"),
                                row.getString("gateway_refund_no")))
                .list();
    }

    private List<DisputeView> disputes(OrderNo orderNo) {
        return jdbc.sql(DISPUTES)
                .param("order", orderNo.value())
                .query((row, _) ->
                        new DisputeView(
                                row.getString("dispute_no"),
                                row.getString("payment_no"),
                                row.getString("status"),
                                money(row.getString("currency"), row.getLong("amount_minor")),
                                Utc.instant(row, "opened_at"),
                                row.getTimestamp("ended_at") == null
                                        ? null
                                        : Utc.instant(row, "ended_at")))
                .list();
    }

    private List<OpenCaseView> openCases(OrderNo orderNo) {
        return jdbc.sql(OPEN_CASES)
                .param("order", orderNo.value())
                .query((row, _) ->
                        new OpenCaseView(
                                row.getString("case_id"),
                                row.getString("kind"),
                                row.getString("payment_no"),
                                row.getString("currency") == null
                                        ? null
                                        : money(
                                                row.getString("currency"),
                                                row.getLong("amount_minor")),
                                Utc.instant(row, "opened_at"),
                                row.getString("evidence")))
                .list();
    }

    private List<ConfirmingView> confirming(OrderNo orderNo) {
        return jdbc.sql(CONFIRMING)
                .param("order", orderNo.value())
                .query((row, _) ->
                        new ConfirmingView(
                                row.getString("kind"),
                                row.getString("payment_no"),
                                row.getString("source"),
                                money(row.getString("currency"), row.getLong("amount_minor")),
                                row.getString("transaction_id"),
                                row.getString("actor"),
                                Utc.instant(row, "asked_at")))
                .list();
    }

    /// Moves of the order, and between them what moved its money only (docs/rules.md, rule 19).
    private List<Step> history(OrderNo orderNo) {
        var moves =
                jdbc.sql(HISTORY)
                        .param("order", orderNo.value())
                        .query((row, _) ->
                                new Step(
                                        Utc.instant(row, "at"),
                                        row.getString("from_status"),
                                        row.getString("to_status"),
                                        row.getString("why"),
                                        row.getString("source"),
                                        row.getString("actor")))
                        .list();
        var money =
                new ArrayDeque<>(
                        jdbc.sql(MONEY_STEPS)
                                .param("order", orderNo.value())
                                .query((row, _) -> moneyStep(row, moves))
                                .list());
        var all = new ArrayList<Step>();
        // Moves keep the order of their versions, whatever the clocks said.
        for (var move : moves) {
            while (!money.isEmpty() && money.getFirst().at().isBefore(move.at())) {
                all.add(money.removeFirst());
            }
            all.add(move);
        }
        all.addAll(money);
        return List.copyOf(all);
    }

    private static Step moneyStep(ResultSet row, List<Step> moves) throws SQLException {
        var at = Utc.instant(row, "at");
        var status =
                moves.stream()
                        .filter(one -> !one.at().isAfter(at))
                        .reduce((_, later) -> later)
                        .map(Step::to)
                        .orElse("");
        var currency = row.getString("currency");
        var amount = Money.of(currency, row.getLong("amount_minor"));
        var returned = row.getString("status").equals("RETURNED");
        var why =
                returned
                        ? "refund %s of %s came back, or was taken back: it is held"
                                .formatted(row.getString("refund_no"), amount)
                        : "refund %s of %s, %s so far: %s"
                                .formatted(
                                        row.getString("refund_no"),
                                        amount,
                                        Money.of(currency, row.getLong("so_far")),
                                        row.getString("reason"));
        return new Step(at, status, status, why, "REFUND", row.getString("actor"));
    }

    private static MoneyBody money(String currency, long minor) {
        return MoneyBody.of(Money.of(currency, minor));
    }

    /// An order.
    ///
    /// @param order without what was delivered
    record Found(OrderView order, DeliveredGoods.Sealed goods) {}

    /// GET /api/orders/{orderNo}.
    ///
    /// @param cancelRequested whether it is cancelled once its payments are closed
    /// @param openCases what a person must look at; money of such a payment may be in doubt
    /// @param confirming what was said of it and waits for the gateway's own word
    public record OrderView(
            String orderNo,
            String status,
            String buyerId,
            String itemId,
            int quantity,
            MoneyBody amount,
            Instant createdAt,
            Instant expiresAt,
            boolean cancelRequested,
            List<PaymentView> payments,
            List<RefundView> refunds,
            List<DisputeView> disputes,
            List<OpenCaseView> openCases,
            List<ConfirmingView> confirming,
            List<Delivery> deliveries,
            List<Step> history) {
        private OrderView with(List<Delivery> delivered) {
            return new OrderView(
                    orderNo,
                    status,
                    buyerId,
                    itemId,
                    quantity,
                    amount,
                    createdAt,
                    expiresAt,
                    cancelRequested,
                    payments,
                    refunds,
                    disputes,
                    openCases,
                    confirming,
                    delivered,
                    history);
        }
    }

    /// A case somebody must look at.
    ///
    /// @param amount the money it is about; null for none in particular
    /// @param since when it was opened
    public record OpenCaseView(
            String caseId,
            String kind,
            @Nullable String paymentNo,
            @Nullable MoneyBody amount,
            Instant since,
            String evidence) {}

    /// One attempt to collect. What was collected, neither held nor refunded, has paid for the
    /// delivery or is on its way back.
    ///
    /// @param held the same as unallocated, by its older name
    /// @param unallocated here without a use
    /// @param payUrl where the buyer pays; null while nobody knows
    public record PaymentView(
            String paymentNo,
            String gateway,
            String status,
            MoneyBody amount,
            MoneyBody collected,
            MoneyBody held,
            MoneyBody unallocated,
            MoneyBody refunded,
            @Nullable String payUrl,
            @Nullable String transactionId) {}

    /// One move.
    ///
    /// @param actor role and name of whoever did it; `engine` for what a gateway's word brought
    ///   about
    public record Step(
            Instant at,
            @Nullable String from,
            String to,
            String why,
            String source,
            String actor) {}
}
