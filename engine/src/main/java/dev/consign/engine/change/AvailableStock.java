package dev.consign.engine.change;

import dev.consign.id.ItemId;
import dev.consign.order.Order;
import java.util.HashMap;
import java.util.Map;

/// What can be had of each item while a batch is decided: what its locked stock row said, and what
/// the batch itself has given back or taken since. Items that were not locked have nothing.
public final class AvailableStock {
    private final Map<ItemId, Long> available;

    public AvailableStock(Map<ItemId, Long> available) {
        this.available = new HashMap<>(available);
    }

    boolean has(Order order) {
        return available.getOrDefault(order.itemId(), 0L) >= order.quantity();
    }

    void take(Order order) {
        add(order, -order.quantity());
    }

    void giveBack(Order order) {
        add(order, order.quantity());
    }

    private void add(Order order, int pieces) {
        available.computeIfPresent(order.itemId(), (_, before) -> before + pieces);
    }
}
