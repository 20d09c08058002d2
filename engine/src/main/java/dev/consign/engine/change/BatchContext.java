package dev.consign.engine.change;

import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.order.Doubt;
import dev.consign.order.OrderContext;
import dev.consign.order.OrderStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentFact;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// What a batch must know beyond its orders and payments, read only where its facts need it, so
/// that the ordinary batch pays little for the rare one.
public final class BatchContext {
    private final AvailableStock stock;
    private final Map<OrderNo, List<Doubt>> doubts;
    private final List<Confirmation> waiting;
    private final long confirmAbove;

    /// @param waiting what was said of these orders' payments and waits for the gateway's word
    /// @param confirmAbove minor units a payment is believed unasked
    public BatchContext(
            AvailableStock stock,
            Map<OrderNo, List<Doubt>> doubts,
            List<Confirmation> waiting,
            long confirmAbove) {
        this.stock = stock;
        this.doubts = new HashMap<>(doubts);
        this.waiting = new ArrayList<>(waiting);
        this.confirmAbove = confirmAbove;
    }

    public OrderContext of(OrderAggregate file) {
        return file.context(
                stock.has(file.order()),
                doubts.getOrDefault(file.orderNo(), List.of()),
                confirmAbove);
    }

    AvailableStock stock() {
        return stock;
    }

    /// What was said of the payment and waits for the gateway's word.
    public List<Confirmation> waiting(PaymentNo payment) {
        return waiting.stream().filter(one -> one.paymentNo().equals(payment)).toList();
    }

    /// The gateway has said whether it is so: what follows in this batch says nothing about it.
    void answered(Confirmation.Key said) {
        waiting.removeIf(one -> one.key().equals(said));
    }

    void doubt(OrderNo orderNo, Doubt doubt) {
        var all = new ArrayList<>(doubts.getOrDefault(orderNo, List.of()));
        all.removeIf(one -> one.caseKey().equals(doubt.caseKey()));
        all.add(doubt);
        doubts.put(orderNo, all);
    }

    boolean hasDoubt(OrderNo orderNo, String caseKey) {
        return doubts.getOrDefault(orderNo, List.of()).stream()
                .anyMatch(one -> one.caseKey().equals(caseKey));
    }

    void settled(OrderNo orderNo, String caseKey) {
        var all = new ArrayList<>(doubts.getOrDefault(orderNo, List.of()));
        all.removeIf(one -> one.caseKey().equals(caseKey));
        doubts.put(orderNo, all);
    }

    /// What the facts of a batch make it necessary to read.
    public record Needs(
            boolean refunds,
            boolean disputes,
            boolean doubts,
            boolean confirmations,
            boolean stock) {
        public static Needs of(Map<PaymentNo, OrderAggregate> files, List<PaymentFact> facts) {
            var kinds = kinds(files, facts);
            return new Needs(
                    any(kinds, Needs::aboutRefunds),
                    any(kinds, Needs::aboutDisputes),
                    any(kinds, kind -> kind != FactKind.PENDING),
                    facts.stream()
                            .anyMatch(one ->
                                    one.source().isGatewaysAnswer() && one.kind().isStatus()),
                    kinds.entrySet().stream()
                            .anyMatch(one -> mayBeLate(one.getKey(), one.getValue())));
        }

        private static boolean aboutRefunds(FactKind kind) {
            return switch (kind) {
                case REFUNDED, REFUND_RETURNED, DISPUTE_OPENED, DISPUTE_LOST -> true;
                case PENDING, PAID, FAILED, CLOSED, DISPUTE_WON -> false;
            };
        }

        private static boolean aboutDisputes(FactKind kind) {
            return switch (kind) {
                case DISPUTE_OPENED, DISPUTE_WON, DISPUTE_LOST -> true;
                case PENDING, PAID, FAILED, CLOSED, REFUNDED, REFUND_RETURNED -> false;
            };
        }

        private static Map<OrderAggregate, Set<FactKind>> kinds(
                Map<PaymentNo, OrderAggregate> files, List<PaymentFact> facts) {
            var kinds = new HashMap<OrderAggregate, Set<FactKind>>();
            for (var fact : facts) {
                var file = files.get(fact.paymentNo());
                if (file != null) {
                    kinds.computeIfAbsent(file, _ -> EnumSet.noneOf(FactKind.class))
                            .add(fact.kind());
                }
            }
            return kinds;
        }

        private static boolean any(
                Map<OrderAggregate, Set<FactKind>> kinds, Predicate<FactKind> wanted) {
            return kinds.values().stream().anyMatch(of -> of.stream().anyMatch(wanted));
        }

        /// Money for an order that has ended unpaid, or that another fact of this batch may end.
        private static boolean mayBeLate(OrderAggregate file, Set<FactKind> kinds) {
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
