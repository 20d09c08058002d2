package dev.consign.engine;

import dev.consign.engine.change.BatchContext;
import dev.consign.engine.table.OrderLoader;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.order.OrderContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the engine would look at, read without a lock: for those who foretell what it will decide.
public final class OrderContextReader {
    private final OrderLoader reads;

    private final long confirmAbove;

    public OrderContextReader(JdbcClient jdbc, ConfirmSettings settings) {
        this.reads = OrderLoader.none(jdbc);
        this.confirmAbove = settings.above();
    }

    /// @return empty when there is no such order
    public Optional<OrderContext> of(OrderNo orderNo) {
        return reads.lock(orderNo).map(file -> reads.context(file, confirmAbove).of(file));
    }

    /// A handful of statements, however many payments.
    ///
    /// @return by payment; payments we do not know are missing
    public Map<PaymentNo, OrderContext> of(Collection<PaymentNo> payments) {
        var files = reads.lock(payments);
        if (files.isEmpty()) {
            return Map.of();
        }
        var orders = Set.copyOf(files.values());
        reads.addRefunds(orders);
        reads.addDisputes(orders);
        var stock = reads.lockStock(orders.stream().map(file -> file.order().itemId()).toList());
        var doubts = reads.doubts(orders);
        var context = new BatchContext(stock, doubts, List.of(), confirmAbove);
        var situations = new HashMap<PaymentNo, OrderContext>();
        files.forEach((number, file) -> situations.put(number, context.of(file)));
        return situations;
    }
}
