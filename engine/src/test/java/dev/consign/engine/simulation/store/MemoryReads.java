package dev.consign.engine.simulation.store;

import dev.consign.engine.change.AvailableStock;
import dev.consign.engine.change.BatchContext;
import dev.consign.engine.change.Confirmation;
import dev.consign.engine.change.OrderAggregate;
import dev.consign.engine.simulation.store.Tables.Answer;
import dev.consign.engine.simulation.store.Tables.Row;
import dev.consign.id.ItemId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.order.Doubt;
import dev.consign.order.Order;
import dev.consign.order.OrderStatus;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `OrderLoader` and `BatchContext` read, from the tables in memory.
public final class MemoryReads {
    /// Minor units that are believed unasked; some of the prices are above it.
    public static final long CONFIRM_ABOVE = 50_000;

    private final Tables tables;
    private final Bug bug;

    MemoryReads(Tables tables, Bug bug) {
        this.tables = tables;
        this.bug = bug;
    }

    Map<PaymentNo, OrderAggregate> lock(List<PaymentFact> facts) {
        var files = new HashMap<PaymentNo, OrderAggregate>();
        for (var fact : facts) {
            var row = tables.byPayment.get(fact.paymentNo());
            if (row != null && !files.containsKey(fact.paymentNo())) {
                var file = file(row, fact);
                file.payments().forEach(one -> files.put(one.paymentNo(), file));
            }
        }
        return files;
    }

    OrderAggregate lock(OrderNo orderNo) {
        return file(tables.row(orderNo));
    }

    BatchContext around(Map<PaymentNo, OrderAggregate> files, List<PaymentFact> facts) {
        var orders = new HashSet<>(files.values());
        var needs = BatchContext.Needs.of(files, facts);
        if (needs.refunds()) {
            addRefunds(orders);
        }
        if (needs.disputes()) {
            addDisputes(orders);
        }
        return new BatchContext(
                needs.stock() ? stock(orders) : new AvailableStock(Map.of()),
                needs.doubts() && bug != Bug.DOUBT_IGNORED_ON_DELIVERY ? doubts(orders) : Map.of(),
                needs.confirmations() ? waiting(orders) : List.of(),
                CONFIRM_ABOVE);
    }

    BatchContext around(OrderAggregate file) {
        var orders = Set.of(file);
        addRefunds(orders);
        addDisputes(orders);
        return new BatchContext(
                stock(orders),
                bug == Bug.DOUBT_IGNORED_ON_REFUND ? Map.of() : doubts(orders),
                waiting(orders),
                CONFIRM_ABOVE);
    }

    private OrderAggregate file(Row row, PaymentFact fact) {
        if (bug == Bug.CREDITED_AGAIN && row.order.status() == OrderStatus.COMPLETED) {
            var again = new OrderAggregate(order(row.order, OrderStatus.PROCESSING));
            row.payments.forEach(one ->
                    again.add(
                            one.status() == PaymentStatus.PAID
                                    ? one.in(PaymentStatus.PENDING, null)
                                    : one));
            return again;
        }
        if (bug == Bug.FAILS_BESIDE_OPEN_ATTEMPT) {
            var alone = new OrderAggregate(row.order);
            row.payments.stream()
                    .filter(one -> one.paymentNo().equals(fact.paymentNo()))
                    .forEach(alone::add);
            return alone;
        }
        return file(row);
    }

    private static OrderAggregate file(Row row) {
        var file = new OrderAggregate(row.order);
        row.payments.forEach(file::add);
        return file;
    }

    private static Order order(Order order, OrderStatus status) {
        return new Order(
                order.orderNo(),
                status,
                order.version(),
                order.buyerId(),
                order.itemId(),
                order.itemKind(),
                order.consignorId(),
                order.quantity(),
                order.units(),
                order.amount(),
                order.feeBps(),
                order.expiresAt(),
                order.cancelRequested());
    }

    private void addRefunds(Set<OrderAggregate> files) {
        files.forEach(file -> tables.row(file.orderNo()).refunds.forEach(file::add));
    }

    private void addDisputes(Set<OrderAggregate> files) {
        files.forEach(file -> tables.row(file.orderNo()).disputes.forEach(file::add));
    }

    private AvailableStock stock(Collection<OrderAggregate> files) {
        var available = new HashMap<ItemId, Long>();
        for (var file : files) {
            var item = file.order().itemId();
            available.put(
                    item, bug == Bug.LATE_WITHOUT_STOCK ? 99 : tables.stockOf(item).available);
        }
        return new AvailableStock(available);
    }

    private Map<OrderNo, List<Doubt>> doubts(Set<OrderAggregate> files) {
        var found = new HashMap<OrderNo, List<Doubt>>();
        for (var one : tables.cases.values()) {
            if (!one.open || one.doubt == null || !one.doubt.isAboutMoney()) {
                continue;
            }
            var row = tables.byPayment.get(one.doubt.paymentNo());
            if (row != null && isAmong(files, row.order.orderNo())) {
                found.computeIfAbsent(row.order.orderNo(), _ -> new ArrayList<>()).add(one.doubt);
            }
        }
        return found;
    }

    private List<Confirmation> waiting(Set<OrderAggregate> files) {
        return tables.confirmations.values().stream()
                .filter(one -> one.answer == Answer.WAITING)
                .map(one -> one.confirmation)
                .filter(one -> isAmong(files, one.orderNo()))
                .toList();
    }

    private static boolean isAmong(Set<OrderAggregate> files, OrderNo order) {
        return files.stream().anyMatch(file -> file.orderNo().equals(order));
    }
}
