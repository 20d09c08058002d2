package dev.consign.engine.table;

import dev.consign.engine.change.AvailableStock;
import dev.consign.engine.change.BatchContext;
import dev.consign.engine.change.Confirmation;
import dev.consign.engine.change.OrderAggregate;
import dev.consign.id.ItemId;
import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Doubt;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.sql.InvariantViolation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Locks whole orders, always in the order of their numbers, and then their payments: who holds an
/// order decides alone about it, and two batches can never wait for each other in a circle. Three
/// statements, however many orders; three more where the facts need them.
public final class OrderLoader {
    // Which order a payment belongs to never changes, so it may be read before anything is locked.
    private static final String FIND =
            "SELECT payment_no, order_no FROM payment WHERE payment_no IN (:payments)";

    // With the index named here and below: of a table with few rows the optimizer reads all, and
    // waits for whoever has locked one of the others.
    private static final String LOCK_ORDERS =
            "SELECT "
                    + OrderColumns.ORDER
                    + """

                      FROM orders FORCE INDEX (PRIMARY)
                     WHERE order_no IN (:orders)
                     ORDER BY order_no
                       FOR UPDATE
                    """;

    private static final String LOCK_UNCONTENDED_ORDERS = LOCK_ORDERS.strip() + " SKIP LOCKED";

    private static final String LOCK_PAYMENTS =
            "SELECT "
                    + OrderColumns.PAYMENT
                    + """

                      FROM payment FORCE INDEX (payment_of_order)
                     WHERE order_no IN (:orders)
                     ORDER BY order_no, payment_no
                       FOR UPDATE
                    """;

    // A refund is written only by who holds its order.
    private static final String REFUNDS =
            "SELECT "
                    + OrderColumns.REFUND
                    + " FROM refund WHERE order_no IN (:orders) ORDER BY refund_no";

    private static final String LOCK_STOCK =
            """
            SELECT item_id, available FROM stock
             WHERE item_id IN (:items)
             ORDER BY item_id
               FOR UPDATE
            """;

    // Written only by who holds the order, like refunds.
    private static final String DISPUTES =
            "SELECT "
                    + OrderColumns.DISPUTE
                    + " FROM dispute WHERE order_no IN (:orders) ORDER BY payment_no, dispute_no";

    // By payment: word that came before its order was known names no order (incident Q2).
    private static final String DOUBTS =
            "SELECT "
                    + OrderColumns.DOUBT
                    + """
                     FROM case_file FORCE INDEX (case_file_payment)
                    WHERE payment_no IN (:payments)
                      AND status = 'OPEN'
                    ORDER BY case_id
                    """;

    private static final String WAITING =
            """
            SELECT message_id, payment_no, order_no, kind, source, currency, amount_minor, transaction_id, number, actor, reason
              FROM fact_confirmation FORCE INDEX (fact_confirmation_payment)
             WHERE payment_no IN (:payments) AND status = 'WAITING'
            """;

    private final JdbcClient jdbc;
    private final boolean forUpdate;

    private OrderLoader(JdbcClient jdbc, boolean forUpdate) {
        this.jdbc = jdbc;
        this.forUpdate = forUpdate;
    }

    /// For those who decide.
    public OrderLoader(JdbcClient jdbc) {
        this(jdbc, true);
    }

    /// For those who only foretell: the same reading, and nobody waits for it.
    public static OrderLoader none(JdbcClient jdbc) {
        return new OrderLoader(jdbc, false);
    }

    /// @return the file of each payment's order; payments we do not know are missing
    public Map<PaymentNo, OrderAggregate> lock(Collection<PaymentNo> paymentNos) {
        return lockOrders(LOCK_ORDERS, ordersOf(paymentNos).values());
    }

    /// The same without waiting: orders that somebody else has locked are left out.
    public Free lockUncontended(Collection<PaymentNo> paymentNos) {
        var orders = ordersOf(paymentNos);
        var files = lockOrders(LOCK_UNCONTENDED_ORDERS, orders.values());
        var taken = new HashSet<>(orders.keySet());
        taken.removeAll(files.keySet());
        return new Free(files, taken);
    }

    private Map<PaymentNo, String> ordersOf(Collection<PaymentNo> paymentNos) {
        var orders = new HashMap<PaymentNo, String>();
        if (!paymentNos.isEmpty()) {
            jdbc.sql(FIND)
                    .param("payments", texts(paymentNos))
                    .query((row, _) ->
                            orders.put(
                                    new PaymentNo(row.getString("payment_no")),
                                    row.getString("order_no")))
                    .list();
        }
        return orders;
    }

    /// @return empty when there is no such order
    public Optional<OrderAggregate> lock(OrderNo orderNo) {
        return lockOrders(LOCK_ORDERS, List.of(orderNo.value())).values().stream().findFirst();
    }

    /// What else must be known to decide these facts; adds refunds and disputes to the files.
    ///
    /// @param confirmAbove minor units a payment is believed unasked
    public BatchContext context(
            Map<PaymentNo, OrderAggregate> files, List<PaymentFact> facts, long confirmAbove) {
        var orders = Set.copyOf(files.values());
        var needs = BatchContext.Needs.of(files, facts);
        if (needs.refunds()) {
            addRefunds(orders);
        }
        if (needs.disputes()) {
            addDisputes(orders);
        }
        return new BatchContext(
                // All of them, not only that of the late order: stock rows are locked in one go, in
                // order.
                needs.stock() ? stock(orders) : new AvailableStock(Map.of()),
                needs.doubts() ? doubts(orders) : Map.of(),
                needs.confirmations() ? waiting(orders) : List.of(),
                confirmAbove);
    }

    /// The same for one order, all of which is looked at.
    public BatchContext context(OrderAggregate file, long confirmAbove) {
        var orders = Set.of(file);
        addRefunds(orders);
        addDisputes(orders);
        return new BatchContext(stock(orders), doubts(orders), waiting(orders), confirmAbove);
    }

    private AvailableStock stock(Collection<OrderAggregate> files) {
        return lockStock(files.stream().map(file -> file.order().itemId()).toList());
    }

    /// Adds to each file every refund of its order.
    public void addRefunds(Collection<OrderAggregate> files) {
        var byOrder = byOrder(files);
        jdbc.sql(REFUNDS)
                .param("orders", byOrder.keySet())
                .query((row, _) -> Map.entry(row.getString("order_no"), OrderColumns.refund(row)))
                .list()
                .forEach(one -> file(byOrder, one.getKey()).add(one.getValue()));
    }

    /// Locks the stock of these items, in the order of their ids.
    public AvailableStock lockStock(Collection<ItemId> items) {
        var available = new HashMap<ItemId, Long>();
        jdbc.sql(text(LOCK_STOCK))
                .param("items", items.stream().map(ItemId::value).distinct().sorted().toList())
                .query((row, _) ->
                        available.put(
                                new ItemId(row.getString("item_id")), row.getLong("available")))
                .list();
        return new AvailableStock(available);
    }

    /// Adds to each file every dispute of its order.
    public void addDisputes(Collection<OrderAggregate> files) {
        var byOrder = byOrder(files);
        jdbc.sql(DISPUTES)
                .param("orders", byOrder.keySet())
                .query((row, _) -> Map.entry(row.getString("order_no"), OrderColumns.dispute(row)))
                .list()
                .forEach(one -> file(byOrder, one.getKey()).add(one.getValue()));
    }

    /// What was said of these orders' payments and waits for the gateway's word.
    List<Confirmation> waiting(Collection<OrderAggregate> files) {
        var payments =
                files.stream()
                        .flatMap(file -> file.payments().stream())
                        .map(Payment::paymentNo)
                        .toList();
        return payments.isEmpty()
                ? List.of()
                : jdbc.sql(WAITING)
                        .param("payments", texts(payments))
                        .query((row, _) ->
                                new Confirmation(
                                        new MessageId(row.getString("message_id")),
                                        new PaymentNo(row.getString("payment_no")),
                                        new OrderNo(row.getString("order_no")),
                                        row.getString("kind"),
                                        row.getString("source"),
                                        Money.of(
                                                row.getString("currency"),
                                                row.getLong("amount_minor")),
                                        transaction(row.getString("transaction_id")),
                                        row.getString("number"),
                                        row.getString("actor"),
                                        row.getString("reason")))
                        .list();
    }

    private static @Nullable TransactionId transaction(@Nullable String text) {
        return text == null ? null : new TransactionId(text);
    }

    /// Open cases about money of these orders' payments, by order.
    public Map<OrderNo, List<Doubt>> doubts(Collection<OrderAggregate> files) {
        var orders = new HashMap<PaymentNo, OrderNo>();
        files.forEach(file ->
                file.payments().forEach(one -> orders.put(one.paymentNo(), file.orderNo())));
        var doubts = new HashMap<OrderNo, List<Doubt>>();
        if (orders.isEmpty()) {
            return doubts;
        }
        jdbc
                .sql(DOUBTS)
                .param("payments", texts(orders.keySet()))
                .query((row, _) -> OrderColumns.doubt(row))
                .stream()
                .filter(Doubt::isAboutMoney)
                .forEach(one ->
                        doubts.computeIfAbsent(
                                        Objects.requireNonNull(orders.get(one.paymentNo())),
                                        _ -> new ArrayList<>())
                                .add(one));
        return doubts;
    }

    private Map<PaymentNo, OrderAggregate> lockOrders(
            String statement, Collection<String> orderNos) {
        var files = new HashMap<PaymentNo, OrderAggregate>();
        if (orderNos.isEmpty()) {
            return files;
        }
        var orders = new TreeMap<String, OrderAggregate>();
        jdbc.sql(text(statement))
                .param("orders", orderNos.stream().distinct().sorted().toList())
                .query((row, _) -> OrderColumns.order(row))
                .list()
                .forEach(order -> orders.put(order.orderNo().value(), new OrderAggregate(order)));
        if (orders.isEmpty()) {
            return files;
        }
        for (var payment : lockPayments(List.copyOf(orders.keySet()))) {
            var file = file(orders, payment.orderNo().value());
            file.add(payment);
            files.put(payment.paymentNo(), file);
        }
        return files;
    }

    private List<Payment> lockPayments(List<String> orderNos) {
        return jdbc.sql(text(LOCK_PAYMENTS))
                .param("orders", orderNos)
                .query((row, _) -> OrderColumns.payment(row))
                .list();
    }

    private String text(String statement) {
        return forUpdate ? statement : statement.replace("FOR UPDATE", "");
    }

    private static Map<String, OrderAggregate> byOrder(Collection<OrderAggregate> files) {
        var byOrder = new HashMap<String, OrderAggregate>();
        files.forEach(file -> byOrder.put(file.orderNo().value(), file));
        return byOrder;
    }

    private static OrderAggregate file(Map<String, OrderAggregate> files, String orderNo) {
        @Nullable OrderAggregate file = files.get(orderNo);
        if (file == null) {
            throw new InvariantViolation("there is no order " + orderNo);
        }
        return file;
    }

    private static List<String> texts(Collection<PaymentNo> paymentNos) {
        return paymentNos.stream().map(PaymentNo::value).distinct().sorted().toList();
    }

    /// Orders that could be locked at once.
    ///
    /// @param files of each payment's order
    /// @param taken payments whose orders somebody else had locked
    public record Free(Map<PaymentNo, OrderAggregate> files, Set<PaymentNo> taken) {}
}
