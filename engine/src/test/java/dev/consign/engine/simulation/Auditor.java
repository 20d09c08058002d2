package dev.consign.engine.simulation;

import static dev.consign.order.OrderStatus.AWAITING_PAYMENT;
import static dev.consign.order.OrderStatus.CANCELLED;
import static dev.consign.order.OrderStatus.COMPLETED;
import static dev.consign.order.OrderStatus.EXPIRED;
import static dev.consign.order.OrderStatus.FAILED;
import static dev.consign.order.OrderStatus.IN_REVIEW;
import static dev.consign.order.OrderStatus.PROCESSING;
import static dev.consign.order.OrderStatus.REFUNDED;

import dev.consign.engine.FactResult;
import dev.consign.engine.simulation.FakeGateway.State;
import dev.consign.engine.simulation.store.MemoryStore;
import dev.consign.engine.simulation.store.Names;
import dev.consign.engine.simulation.store.Tables;
import dev.consign.engine.simulation.store.Tables.Row;
import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.order.Command;
import dev.consign.order.Decision;
import dev.consign.order.Order;
import dev.consign.order.OrderStatus;
import dev.consign.order.Outcome;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.RefundStatus;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A second, independent account of everything: from what the gateway really took and gave and what
/// really left the house it works out, with arithmetic of its own, what stock, ledger and orders
/// must say, and compares.
final class Auditor {
    private static final Map<OrderStatus, Set<OrderStatus>> EDGES = edges();

    private final FakeGateway gateway;
    private final Names names;
    private final MoneyAuditor money;
    private final CalmAuditor calm;
    private final WordAuditor words = new WordAuditor();
    private final Map<MessageId, FactResult> settled = new HashMap<>();
    private final Set<OrderNo> cancelling = new HashSet<>();

    Auditor(FakeGateway gateway, Names names, Lies lies) {
        this.gateway = gateway;
        this.names = names;
        this.money = new MoneyAuditor(gateway, lies);
        this.calm = new CalmAuditor(gateway, lies);
    }

    MoneyAuditor money() {
        return money;
    }

    WordAuditor words() {
        return words;
    }

    /// A result was committed: what was settled before must not be settled again.
    void processed(FactResult result) {
        var fact = result.fact();
        switch (result.outcome()) {
            case APPLIED, STALE, PARKED -> {
                @Nullable FactResult before = settled.put(fact.messageId(), result);
                check(
                        before == null || isOtherWord(before, fact),
                        "processed again: ",
                        fact.messageId());
            }
            // It is open again, until the gateway has answered.
            case CONFIRMING -> settled.remove(fact.messageId());
            case DUPLICATE, CONFLICT, MISMATCH, UNKNOWN_ORDER -> {
                // Nothing is settled by these.
            }
        }
        words.processed(result);
    }

    /// The gateway says of a movement that it brought another amount, or says itself what a person
    /// had said of a refund.
    private static boolean isOtherWord(FactResult before, PaymentFact fact) {
        return switch (fact.kind()) {
            case PAID -> !before.fact().money().equals(fact.money());
            case REFUNDED ->
                    before.outcome() == Outcome.PARKED
                            && before.fact().source().isByHand()
                            && !fact.source().isByHand();
            default -> false;
        };
    }

    /// Somebody's wish was carried out, or refused.
    void decided(Command wish, Decision.OfCommand decision) {
        if (decision instanceof Decision.CloseFirst) {
            cancelling.add(wish.orderNo());
        }
        if (decision instanceof Decision.Attempt) {
            cancelling.remove(wish.orderNo());
        }
        money.decided(wish, decision);
    }

    void forgotten() {
        settled.clear();
        calm.forgotten();
    }

    /// What must hold after every step.
    void check(Tables tables) {
        tables.orders
                .values()
                .forEach(row -> {
                    history(row);
                    handedOut(tables, row);
                    attempts(row);
                    money.checkOrder(tables, row);
                });
        words.audit(tables);
        stock(tables);
        openOrders(tables);
    }

    /// What must hold once the gateway has answered everything, and time has passed.
    ///
    /// @param dead what could not be processed, and stands among the dead letters
    void checkCalm(Tables tables, List<PaymentFact> dead) {
        check(tables);
        for (var row : tables.orders.values()) {
            var order = row.order;
            var told = tables.hasOpenCase(order.orderNo());
            for (var payment : row.payments) {
                check(
                        !payment.status().open() || told,
                        "an open payment that nobody looks at: ",
                        payment.paymentNo());
            }
            switch (order.status()) {
                case AWAITING_PAYMENT, PROCESSING -> check(false, "still open: ", order.orderNo());
                case IN_REVIEW -> check(told, "in review, and nobody was told: ", order.orderNo());
                case COMPLETED, FAILED, CANCELLED, EXPIRED, REFUNDED -> {
                    // An end.
                }
            }
            for (var refund : row.refunds) {
                check(
                        refund.status() != RefundStatus.REQUESTED
                                || tables.hasOpenCase("REFUND_FAILED:" + refund.refundNo()),
                        "a refund nobody asks for: ",
                        refund.refundNo());
            }
        }
        for (var task : tables.tasks) {
            check(!task.waiting, "a task is never done: ", task.reference);
        }
        words.auditCalm(tables);
        calm.audit(tables, dead);
    }

    private static void history(Row row) {
        OrderStatus before = null;
        var version = 0;
        for (var step : row.history) {
            check(step.version() == ++version, "a version is missing: ", row.order.orderNo());
            check(step.from() == before, "history is broken: ", row.order.orderNo());
            check(
                    before == null
                            ? step.to() == AWAITING_PAYMENT
                            : EDGES.getOrDefault(before, Set.of()).contains(step.to()),
                    "no such move: ",
                    step);
            before = step.to();
        }
        check(
                before == row.order.status() && version == row.order.version(),
                "history and order differ: ",
                row.order.orderNo());
    }

    private static void handedOut(Tables tables, Row row) {
        var times = 0;
        for (var no : tables.handedOut) {
            times += no.equals(row.order.orderNo()) ? 1 : 0;
        }
        check(times <= 1, "delivered more than once: ", row.order.orderNo());
        check(
                row.order.status() != COMPLETED || times == 1,
                "completed and not delivered: ",
                row.order.orderNo());
        check(
                times == 0 || row.order.status() == COMPLETED || row.order.status() == REFUNDED,
                "delivered and not completed: ",
                row.order.orderNo());
    }

    /// Only the gateway's word ends a payment, and only the end of all of them an order (I4, P5).
    private void attempts(Row row) {
        var living = false;
        for (var payment : row.payments) {
            var account = gateway.account(payment.paymentNo());
            var ended = account.state != State.OPEN && account.state != State.ABSENT;
            living |= !ended;
            check(
                    ended || !payment.status().endedUnpaid(),
                    "ended without the gateway's word: ",
                    payment.paymentNo());
        }
        var status = row.order.status();
        var byHand = row.history.getLast().source().equals("MANUAL");
        check(
                !living || byHand || (status != FAILED && status != EXPIRED),
                "an order ended while an attempt lives: ",
                row.order.orderNo());
        check(
                !living || status != CANCELLED || row.history.getLast().from() != PROCESSING,
                "cancelled while an attempt lives: ",
                row.order.orderNo());
        check(
                byHand
                        || !cancelling.contains(row.order.orderNo())
                        || (status != EXPIRED && status != FAILED)
                        || row.history.getLast().from() == IN_REVIEW,
                "its buyer wanted it cancelled: ",
                row.order.orderNo());
    }

    private void stock(Tables tables) {
        for (var item : names.items()) {
            var stock = tables.stockOf(item.itemId());
            var reserved = 0L;
            var sold = 0L;
            for (var row : tables.orders.values()) {
                if (row.order.itemId().equals(item.itemId()) && Tables.open(row.order.status())) {
                    reserved += row.order.quantity();
                }
            }
            for (var no : tables.handedOut) {
                var order = tables.row(no).order;
                sold += order.itemId().equals(item.itemId()) ? order.quantity() : 0;
            }
            check(sold + reserved <= stock.received, "oversold: ", item.itemId());
            check(stock.reserved == reserved, "reserved is wrong: ", item.itemId());
            check(stock.sold == sold, "sold is wrong: ", item.itemId());
            check(
                    stock.available == stock.received - reserved - sold,
                    "available is wrong: ",
                    item.itemId());
        }
    }

    private static void openOrders(Tables tables) {
        for (var row : tables.orders.values()) {
            var order = row.order;
            if (!Tables.open(order.status())) {
                continue;
            }
            var pieces = 0;
            for (var other : tables.orders.values()) {
                if (Tables.open(other.order.status())
                        && other.order.buyerId().equals(order.buyerId())) {
                    // The cap is on placing: an order that failed may be tried again beside others.
                    pieces += retried(other) ? 0 : other.order.quantity();
                    check(
                            !row.once || other == row || !sameItem(order, other.order),
                            "two open orders: ",
                            order.orderNo());
                }
            }
            check(
                    pieces <= MemoryStore.MOST_RESERVED,
                    "one buyer holds too much: ",
                    order.buyerId());
        }
    }

    private static boolean retried(Row row) {
        for (var step : row.history) {
            if (step.from() == FAILED && step.to() == PROCESSING) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameItem(Order one, Order other) {
        return one.itemId().equals(other.itemId());
    }

    /// @param about looked at only when it is not so
    static void check(boolean holds, String what, Object about) {
        if (!holds) {
            throw new Found(what + about);
        }
    }

    private static Map<OrderStatus, Set<OrderStatus>> edges() {
        var edges = new EnumMap<OrderStatus, Set<OrderStatus>>(OrderStatus.class);
        edges.put(AWAITING_PAYMENT, EnumSet.of(PROCESSING, CANCELLED, EXPIRED));
        edges.put(PROCESSING, EnumSet.of(COMPLETED, FAILED, EXPIRED, CANCELLED, IN_REVIEW));
        edges.put(FAILED, EnumSet.of(PROCESSING, COMPLETED, REFUNDED));
        edges.put(IN_REVIEW, EnumSet.of(COMPLETED, REFUNDED, FAILED));
        edges.put(EXPIRED, EnumSet.of(COMPLETED, REFUNDED));
        edges.put(CANCELLED, EnumSet.of(COMPLETED, REFUNDED));
        edges.put(COMPLETED, EnumSet.of(REFUNDED));
        edges.put(REFUNDED, EnumSet.noneOf(OrderStatus.class));
        return edges;
    }

    /// Something is not as it must be.
    static final class Found extends RuntimeException {
        private static final long serialVersionUID = 1;

        Found(String what) {
            super(what, null, false, false);
        }
    }
}
