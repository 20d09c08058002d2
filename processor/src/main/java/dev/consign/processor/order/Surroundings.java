package dev.consign.processor.order;

import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.order.OrderStatus;
import dev.consign.order.Situation;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentFact;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a batch must know beyond its orders and payments, read only where its facts need it, so
/// that the ordinary batch pays nothing for the rare one.
final class Surroundings {
    private final Shelf shelf;
    private final Set<OrderNo> inDoubt;

    Surroundings(Shelf shelf, Set<OrderNo> inDoubt) {
        this.shelf = shelf;
        this.inDoubt = new HashSet<>(inDoubt);
    }

    /// Locks and reads; adds refunds to the files.
    static Surroundings of(
            OrderLocks locks, Map<PaymentNo, OrderFile> files, List<PaymentFact> facts) {
        var orders = Set.copyOf(files.values());
        var needs = Needs.of(files, facts);
        if (needs.refunds()) {
            locks.addRefunds(orders);
        }
        var doubt = needs.doubt() ? locks.inDoubt(orders) : Set.<OrderNo>of();
        // All of them, not only that of the late order: stock rows are locked in one go, in order.
        return new Surroundings(needs.shelf() ? shelf(locks, orders) : new Shelf(Map.of()), doubt);
    }

    /// The same for one order, whose stock and refunds are always looked at.
    static Surroundings of(OrderLocks locks, OrderFile file) {
        locks.addRefunds(Set.of(file));
        return new Surroundings(shelf(locks, Set.of(file)), locks.inDoubt(Set.of(file)));
    }

    Situation of(OrderFile file) {
        return file.situation(shelf.has(file.order()), inDoubt.contains(file.orderNo()));
    }

    Shelf shelf() {
        return shelf;
    }

    void doubt(OrderNo orderNo) {
        inDoubt.add(orderNo);
    }

    private static Shelf shelf(OrderLocks locks, Collection<OrderFile> files) {
        return locks.lockShelf(files.stream().map(file -> file.order().itemId()).toList());
    }

    /// What the facts of a batch make it necessary to read.
    record Needs(boolean refunds, boolean doubt, boolean shelf) {
        static Needs of(Map<PaymentNo, OrderFile> files, List<PaymentFact> facts) {
            var kinds = kinds(files, facts);
            return new Needs(
                    any(kinds, FactKind.REFUNDED),
                    any(kinds, FactKind.FAILED) || any(kinds, FactKind.CLOSED),
                    kinds.entrySet().stream()
                            .anyMatch(one -> mayBeLate(one.getKey(), one.getValue())));
        }

        private static Map<OrderFile, Set<FactKind>> kinds(
                Map<PaymentNo, OrderFile> files, List<PaymentFact> facts) {
            var kinds = new HashMap<OrderFile, Set<FactKind>>();
            for (var fact : facts) {
                var file = files.get(fact.paymentNo());
                if (file != null) {
                    kinds.computeIfAbsent(file, _ -> EnumSet.noneOf(FactKind.class))
                            .add(fact.kind());
                }
            }
            return kinds;
        }

        private static boolean any(Map<OrderFile, Set<FactKind>> kinds, FactKind kind) {
            return kinds.values().stream().anyMatch(of -> of.contains(kind));
        }

        /// Money for an order that has ended unpaid, or that another fact of this batch may end.
        private static boolean mayBeLate(OrderFile file, Set<FactKind> kinds) {
            return kinds.contains(FactKind.PAID)
                    && (endedUnpaid(file.lockedStatus())
                            || kinds.contains(FactKind.FAILED)
                            || kinds.contains(FactKind.CLOSED));
        }

        private static boolean endedUnpaid(OrderStatus status) {
            return switch (status) {
                case FAILED, CANCELLED, EXPIRED -> true;
                case AWAITING_PAYMENT, PROCESSING, IN_REVIEW, COMPLETED, REFUNDED -> false;
            };
        }
    }
}
