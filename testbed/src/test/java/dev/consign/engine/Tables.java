package dev.consign.engine;

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
final class Tables {
    final Map<OrderNo, Row> orders = new LinkedHashMap<>();
    final Map<PaymentNo, Row> byPayment = new HashMap<>();
    final Map<ItemId, Stock> stock = new LinkedHashMap<>();
    final Map<MessageId, ProcessedMessage> processed = new HashMap<>();
    final List<Journal> journals = new ArrayList<>();
    final Set<String> journalKeys = new HashSet<>();
    final Map<String, CaseFile> cases = new LinkedHashMap<>();
    final Map<Confirmation.Key, Said> confirmations = new LinkedHashMap<>();
    final List<Task> tasks = new ArrayList<>();

    /// What left the house, one line each time it did: nothing here is ever taken back.
    final List<OrderNo> handedOut = new ArrayList<>();

    static boolean open(OrderStatus status) {
        return switch (status) {
            case AWAITING_PAYMENT, PROCESSING, IN_REVIEW -> true;
            case COMPLETED, FAILED, CANCELLED, EXPIRED, REFUNDED -> false;
        };
    }

    Row row(OrderNo order) {
        return Objects.requireNonNull(orders.get(order));
    }

    Row rowOf(PaymentNo payment) {
        return Objects.requireNonNull(byPayment.get(payment));
    }

    Stock stockOf(ItemId item) {
        return Objects.requireNonNull(stock.get(item));
    }

    boolean hasOpenCase(OrderNo order) {
        return cases.values().stream().anyMatch(one -> one.open && order.equals(one.order));
    }

    boolean hasOpenCase(String key) {
        var found = cases.get(key);
        return found != null && found.open;
    }

    boolean hasOpenCase(CaseKind kind, PaymentNo payment, String number) {
        return cases.values().stream()
                .anyMatch(one ->
                        one.open
                                && one.kind == kind
                                && payment.equals(one.payment)
                                && one.doubt != null
                                && number.equals(one.doubt.number()));
    }

    /// Whether a person was told, and has not been told since that it is over.
    boolean isShown(String key) {
        var found = cases.get(key);
        return found != null && (found.open || !found.closedByEngine);
    }

    /// One order with all that hangs on it.
    static final class Row {
        Order order;
        final boolean once;
        final List<Payment> payments = new ArrayList<>();
        final List<Refund> refunds = new ArrayList<>();
        final List<Dispute> disputes = new ArrayList<>();
        final List<Moved> history = new ArrayList<>();

        Row(Order order, boolean once) {
            this.order = order;
            this.once = once;
        }
    }

    /// One line of history.
    record Moved(int version, @Nullable OrderStatus from, OrderStatus to, String source) {}

    static final class Stock {
        final long received;
        long available;
        long reserved;
        long sold;

        Stock(long received) {
            this.received = received;
            this.available = received;
        }
    }

    static final class CaseFile {
        final CaseKind kind;
        final @Nullable OrderNo order;
        final @Nullable PaymentNo payment;

        /// What the rules see while it is open; null when no word opened it.
        @Nullable Doubt doubt;

        String evidence;
        boolean open = true;
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
        boolean putsInDoubt() {
            return open
                    && switch (kind) {
                        case UNEXPECTED_REFUND, DISPUTE -> true;
                        case UNKNOWN_ORDER -> doubt != null && takesMoney(doubt);
                        default -> false;
                    };
        }

        /// Whether an open one stands against goods leaving for the payment's money.
        boolean standsAgainstDelivery() {
            return putsInDoubt()
                    || (open
                            && kind == CaseKind.MISMATCH
                            && doubt != null
                            && takesMoney(doubt)
                            && doubt.money() != null
                            && doubt.money().isPositive());
        }

        /// Whether an open one stands against spending the payment's money at somebody's wish.
        boolean standsAgainstSpending() {
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
        boolean standsAgainst(TransactionId movement) {
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
    static final class Said {
        final Confirmation confirmation;
        Answer answer = Answer.WAITING;

        Said(Confirmation confirmation) {
            this.confirmation = confirmation;
        }
    }

    enum Answer {
        WAITING,
        CONFIRMED,
        REFUTED
    }

    static final class Task {
        final TaskKind kind;
        final PaymentNo payment;
        final String reference;
        Instant due;
        boolean waiting = true;

        Task(TaskKind kind, PaymentNo payment, String reference, Instant due) {
            this.kind = kind;
            this.payment = payment;
            this.reference = reference;
            this.due = due;
        }
    }
}
