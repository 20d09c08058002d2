package dev.consign.engine.placement;

import dev.consign.engine.change.ItemTerms;
import dev.consign.engine.change.NewOrder;
import dev.consign.engine.table.OrderWrites;
import dev.consign.engine.table.PaymentWrites;
import dev.consign.engine.table.StockWrites;
import dev.consign.engine.table.TaskWrites;
import dev.consign.id.ConsignorId;
import dev.consign.id.GatewayCode;
import dev.consign.id.IdSource;
import dev.consign.id.ItemId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.order.Command;
import dev.consign.order.ItemKind;
import dev.consign.payment.PaymentStatus;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reserves stock and writes an order with its first payment, all or nothing, in the caller's
/// transaction; the last piece goes to one buyer only.
///
/// It cannot deadlock with the processor, which locks no buyer: both lock an item's stock row
/// before its keys, and once this holds the stock row it waits for nothing. Available keys are
/// taken with SKIP LOCKED, and everything else it writes is new.
public final class OrderPlacement {
    private static final String TERMS =
            """
            SELECT i.consignor_id, i.title, i.kind, i.currency, i.price_minor, i.asset_units, i.one_open_order, c.commission_bps
              FROM item i JOIN consignor c ON c.consignor_id = i.consignor_id
             WHERE i.item_id = :item
            """;

    // Orders of one buyer are placed one after the other, so that what they hold is counted right.
    private static final String LOCK_BUYER =
            """
            INSERT INTO buyer (buyer_id, created_at) VALUES (:buyer, :now)
            ON DUPLICATE KEY UPDATE buyer_id = VALUES(buyer_id)
            """;

    // Counted from the orders themselves: nothing has to be cleared when one ends (incident I6).
    private static final String HELD =
            "SELECT COALESCE(SUM(quantity), 0) FROM orders WHERE open_buyer = :buyer";

    private static final String OPEN_ORDER =
            """
            SELECT o.order_no,
                   (SELECT MAX(p.pay_url) FROM payment p
                     WHERE p.order_no = o.order_no AND p.status IN (:open)) AS pay_url
              FROM orders o
             WHERE o.open_buyer = :buyer AND o.open_once = 1 AND o.item_id = :item
            """;

    private static final String OWNER =
            """
            SELECT o.buyer_id, o.item_id, o.quantity, o.status, i.withdrawn_at
              FROM orders o JOIN item i ON i.item_id = o.item_id
             WHERE o.order_no = :order
            """;

    private static final String WITHDRAWN =
            "SELECT withdrawn_at IS NOT NULL FROM item WHERE item_id = :item";

    private final JdbcClient jdbc;
    private final OrderWrites orders;
    private final PaymentWrites payments;
    private final StockWrites stock;
    private final TaskWrites tasks;
    private final PlacementSettings settings;

    public OrderPlacement(JdbcTemplate batches, IdSource ids, PlacementSettings settings) {
        this.jdbc = JdbcClient.create(batches);
        this.orders = new OrderWrites(jdbc, batches);
        this.payments = new PaymentWrites(jdbc, batches);
        this.stock = new StockWrites(jdbc, batches);
        this.tasks = new TaskWrites(jdbc, batches, ids);
        this.settings = settings;
    }

    /// What the item is sold for; empty when there is no such item.
    public Optional<ItemTerms> terms(ItemId item) {
        return jdbc.sql(TERMS)
                .param("item", item.value())
                .query((row, _) ->
                        new ItemTerms(
                                item,
                                new ConsignorId(row.getString("consignor_id")),
                                row.getString("title"),
                                ItemKind.valueOf(row.getString("kind")),
                                Money.of(row.getString("currency"), row.getLong("price_minor")),
                                row.getLong("asset_units"),
                                row.getInt("commission_bps"),
                                row.getBoolean("one_open_order")))
                .optional();
    }

    /// Must be called inside a transaction, which the caller rolls back when this says no.
    public Placement place(NewOrder order, Instant now) {
        lockBuyer(order.buyerId().value(), now);
        var open = openOrder(order);
        if (open.isPresent()) {
            return open.get();
        }
        if (held(order.buyerId().value()) + order.quantity() > settings.mostReserved()) {
            return new Placement.HoldsTooMuch(settings.mostReserved());
        }
        if (!stock.reserve(order)) {
            var item = order.item().itemId();
            return isWithdrawn(item)
                    ? new Placement.Withdrawn(item)
                    : new Placement.SoldOut(item, order.quantity());
        }
        var expires = now.plus(settings.timeToPay());
        orders.place(order, now, expires);
        payments.insert(order.payment(), now);
        tasks.watch(order.payment(), now.plus(settings.firstQuery()), expires, now);
        return new Placement.Placed();
    }

    /// One more attempt to pay an order, to be carried out by the engine. The caller's transaction
    /// first makes sure of [#mayReserveAgain(OrderNo, Instant)].
    public Command.TryAgain attempt(
            OrderNo orderNo, PaymentNo paymentNo, Collector by, Instant now) {
        return new Command.TryAgain(
                orderNo,
                paymentNo,
                by.gateway(),
                by.merchant(),
                now.plus(settings.timeToPay()),
                now.plus(settings.firstQuery()));
    }

    /// Whether the buyer may hold the pieces of this order once more, and the item is still for
    /// sale; an order that holds its pieces is asked neither. Locks the buyer, who is locked before
    /// any order, so that no two orders of theirs are counted at once.
    ///
    /// @return what forbids it; empty when nothing does
    public Optional<Placement> mayReserveAgain(OrderNo orderNo, Instant now) {
        var owner = owner(orderNo);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        lockBuyer(owner.get().buyer(), now);
        var again = owner(orderNo).orElseThrow();
        if (!again.failed()) {
            return Optional.empty();
        }
        if (again.withdrawn()) {
            return Optional.of(new Placement.Withdrawn(again.item()));
        }
        return held(again.buyer()) + again.pieces() > settings.mostReserved()
                ? Optional.of(new Placement.HoldsTooMuch(settings.mostReserved()))
                : Optional.empty();
    }

    private Optional<Owner> owner(OrderNo orderNo) {
        return jdbc.sql(OWNER)
                .param("order", orderNo.value())
                .query((row, _) ->
                        new Owner(
                                row.getString("buyer_id"),
                                new ItemId(row.getString("item_id")),
                                row.getLong("quantity"),
                                row.getString("status").equals("FAILED"),
                                row.getObject("withdrawn_at") != null))
                .optional();
    }

    private boolean isWithdrawn(ItemId item) {
        return jdbc.sql(WITHDRAWN).param("item", item.value()).query(Boolean.class).single();
    }

    private void lockBuyer(String buyer, Instant now) {
        jdbc.sql(LOCK_BUYER).param("buyer", buyer).param("now", Utc.column(now)).update();
    }

    private Optional<Placement.AlreadyOpen> openOrder(NewOrder order) {
        return order.item().oneOpenOrder()
                ? openOrder(order.buyerId().value(), order.item().itemId().value())
                : Optional.empty();
    }

    private Optional<Placement.AlreadyOpen> openOrder(String buyer, String item) {
        return jdbc.sql(OPEN_ORDER)
                .param("open", PaymentStatus.OPEN.stream().map(Enum::name).toList())
                .param("buyer", buyer)
                .param("item", item)
                .query((row, _) ->
                        new Placement.AlreadyOpen(
                                new OrderNo(row.getString("order_no")), row.getString("pay_url")))
                .optional();
    }

    /// The open order that keeps another one of its buyer and item from being opened again.
    public Optional<Placement.AlreadyOpen> openBeside(OrderNo orderNo) {
        return jdbc.sql("SELECT buyer_id, item_id FROM orders WHERE order_no = :order")
                .param("order", orderNo.value())
                .query((row, _) -> List.of(row.getString("buyer_id"), row.getString("item_id")))
                .optional()
                .flatMap(one -> openOrder(one.getFirst(), one.getLast()));
    }

    private long held(String buyer) {
        return jdbc.sql(HELD).param("buyer", buyer).query(Long.class).single();
    }

    /// Who is to collect.
    ///
    /// @param merchant our account at the gateway
    public record Collector(GatewayCode gateway, String merchant) {}

    private record Owner(
            String buyer, ItemId item, long pieces, boolean failed, boolean withdrawn) {}
}
