package dev.consign.engine.change;

import dev.consign.order.Order;
import java.util.ArrayList;
import java.util.List;

/// Orders whose goods change hands, each as it is after its moves.
public record Goods(List<Order> delivered, List<Order> released, List<Order> taken) {
    Goods() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    static Goods released(Order order) {
        return new Goods(List.of(), List.of(order), List.of());
    }
}
