package dev.consign.engine.simulation.store;

import dev.consign.engine.change.Confirmation;
import dev.consign.engine.change.ProcessedMessage;
import dev.consign.id.ItemId;
import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.ledger.Journal;
import dev.consign.order.CaseKind;
import dev.consign.order.Doubt;
import dev.consign.order.Order;
import dev.consign.order.OrderStatus;
import dev.consign.payment.Dispute;
import dev.consign.payment.Payment;
import dev.consign.payment.Refund;
import dev.consign.task.TaskKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the tables of the money path hold, for the store in memory, and for whoever looks at either
/// store.
public final class Tables {
    public final Map<OrderNo, Row> orders = new LinkedHashMap<>();
    public final Map<PaymentNo, Row> byPayment = new HashMap<>();
    final Map<ItemId, Stock> stock = new LinkedHashMap<>();
    final Map<MessageId, ProcessedMessage> processed = new HashMap<>();
    public final List<Journal> journals = new ArrayList<>();
    final Set<String> journalKeys = new HashSet<>();
    public final Map<String, CaseFile> cases = new LinkedHashMap<>();
    public final Map<Confirmation.Key, Said> confirmations = new LinkedHashMap<>();
    public final List<Task> tasks = new ArrayList<>();

    /// Every move that was made, as [#edge] says it.
    public final Set<String> moves = new HashSet<>();

    /// What left the house, one line each time it did: nothing here is ever taken back.
    public final List<OrderNo> handedOut = new ArrayList<>();

    public static boolean open(OrderStatus status) {
        return switch (status) {
            case AWAITING_PAYMENT, PROCESSING, IN_REVIEW -> true;
            case COMPLETED, FAILED, CANCELLED, EXPIRED, REFUNDED -> false;
        };
    }

    /// A move of an order or a payment, with where it started.
    public static String edge(Enum<?> move, Enum<?> from) {
        return "%s %s from %s".formatted(move.getDeclaringClass().getSimpleName(), move, from);
    }

    public Row row(OrderNo order) {
        return Objects.requireNonNull(orders.get(order));
    }

    public Row rowOf(PaymentNo payment) {
        return Objects.requireNonNull(byPayment.get(payment));
    }

    public Stock stockOf(ItemId item) {
        return Objects.requireNonNull(stock.get(item));
    }

    public boolean hasOpenCase(OrderNo order) {
        return cases.values().stream().anyMatch(one -> one.open && order.equals(one.order));
    }

    public boolean hasOpenCase(String key) {
        var found = cases.get(key);
        return found != null && found.open;
    }

    public boolean hasOpenCase(CaseKind kind, PaymentNo payment, String number) {
        return cases.values().stream()
                .anyMatch(one ->
                        one.open
                                && one.kind == kind
                                && payment.equals(one.payment)
                                && one.doubt != null
                                && number.equals(one.doubt.number()));
    }

    /// Whether a person was told, and has not been told since that it is over.
    public boolean isShown(String key) {
        var found = cases.get(key);
        return found != null && (found.open || !found.closedByEngine);
    }

    /// One order with all that hangs on it.
    public static final class Row {
        public Order order;
        public final boolean once;
        public final List<Payment> payments = new ArrayList<>();
        public final List<Refund> refunds = new ArrayList<>();
        public final List<Dispute> disputes = new ArrayList<>();
        public final List<Moved> history = new ArrayList<>();

        Row(Order order, boolean once) {
            this.order = order;
            this.once = once;
        }
    }

    /// One line of history.
    public record Moved(int version, @Nullable OrderStatus from, OrderStatus to, String source) {}

    public static final class Stock {
        public final long received;
        public long available;
        public long reserved;
        public long sold;

        Stock(long received) {
            this.received = received;
            this.available = received;
        }
    }

    public static final class CaseFile {
        public final CaseKind kind;
        public final @Nullable OrderNo order;
        public final @Nullable PaymentNo payment;

        /// What the rules see while it is open; null when no word opened it.
        public @Nullable Doubt doubt;

        String evidence;
        public boolean open = true;
        boolean closedByEngine;

        CaseFile(
                CaseKind kind,
                @Nullable OrderNo order,
                @Nullable PaymentNo payment,
                String evidence,
                @Nullable Doubt doubt) {
            this.kind = kind;
            this.order = order;
            this.payment = payment;
            this.evidence = evidence;
            this.doubt = doubt;
        }

        void close(boolean byEngine) {
            open = false;
            closedByEngine = byEngine;
        }

        /// Whether an open one says that the money may be taken from us (rule 13): word that it
        /// was, or a bank that contests it.
        public boolean putsInDoubt() {
            return open
                    && switch (kind) {
                        case UNEXPECTED_REFUND, DISPUTE -> true;
                        case UNKNOWN_ORDER -> doubt != null && takesMoney(doubt);
                        default -> false;
                    };
        }

        /// Whether an open one stands against goods leaving for the payment's money.
        public boolean standsAgainstDelivery() {
            return putsInDoubt()
                    || (open
                            && kind == CaseKind.MISMATCH
                            && doubt != null
                            && takesMoney(doubt)
                            && doubt.money() != null
                            && doubt.money().isPositive());
        }

        /// Whether an open one stands against spending the payment's money at somebody's wish.
        public boolean standsAgainstSpending() {
            return putsInDoubt()
                    || (open
                            && switch (kind) {
                                case SECOND_PAYMENT -> true;
                                case MISMATCH -> doubt != null && isAboutMoney(doubt);
                                default -> false;
                            });
        }

        /// Whether an open one stands against asking this movement back: one about a movement says
        /// nothing of another.
        public boolean standsAgainst(TransactionId movement) {
            return putsInDoubt()
                    || (standsAgainstSpending()
                            && (doubt == null || movement.equals(doubt.transactionId())));
        }

        private static boolean takesMoney(Doubt doubt) {
            return switch (Objects.requireNonNull(doubt.fact())) {
                case REFUNDED, DISPUTE_OPENED, DISPUTE_LOST -> true;
                case PENDING, PAID, FAILED, CLOSED, REFUND_RETURNED, DISPUTE_WON -> false;
            };
        }

        private static boolean isAboutMoney(Doubt doubt) {
            return switch (Objects.requireNonNull(doubt.fact())) {
                case PENDING, FAILED, CLOSED -> false;
                case PAID, REFUNDED, REFUND_RETURNED, DISPUTE_OPENED, DISPUTE_WON, DISPUTE_LOST ->
                        true;
            };
        }
    }

    /// What was said and waits for the gateway's own word, or has waited for it.
    public static final class Said {
        public final Confirmation confirmation;
        public Answer answer = Answer.WAITING;

        Said(Confirmation confirmation) {
            this.confirmation = confirmation;
        }
    }

    public enum Answer {
        WAITING,
        CONFIRMED,
        REFUTED
    }

    public static final class Task {
        public final TaskKind kind;
        public final PaymentNo payment;
        public final String reference;
        public Instant due;
        public boolean waiting = true;

        Task(TaskKind kind, PaymentNo payment, String reference, Instant due) {
            this.kind = kind;
            this.payment = payment;
            this.reference = reference;
            this.due = due;
        }
    }
}
