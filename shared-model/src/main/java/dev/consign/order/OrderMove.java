package dev.consign.order;

import static dev.consign.order.OrderStatus.AWAITING_PAYMENT;
import static dev.consign.order.OrderStatus.CANCELLED;
import static dev.consign.order.OrderStatus.COMPLETED;
import static dev.consign.order.OrderStatus.EXPIRED;
import static dev.consign.order.OrderStatus.FAILED;
import static dev.consign.order.OrderStatus.IN_REVIEW;
import static dev.consign.order.OrderStatus.PROCESSING;
import static dev.consign.order.OrderStatus.REFUNDED;

import java.util.Set;

/// Every way an order may move; what is not here cannot be written. No move leads from a completed
/// order to a failed one, so incident I3 has no words to happen in.
public enum OrderMove {
    /// A payment was submitted to the gateway.
    SUBMIT(PROCESSING, AWAITING_PAYMENT),
    /// The buyer changed their mind before any payment was in flight, or the gateway has confirmed
    /// that all of them are closed.
    CANCEL(CANCELLED, AWAITING_PAYMENT, PROCESSING),
    /// Paid, delivered and split, in one transaction.
    DELIVER(COMPLETED, PROCESSING, IN_REVIEW),
    /// The gateway said so, for every attempt.
    FAIL(FAILED, PROCESSING, IN_REVIEW),
    /// The time to pay is over and no payment can still succeed.
    EXPIRE(EXPIRED, AWAITING_PAYMENT, PROCESSING),
    /// A person must look: still unknown after its time, or paid and not deliverable.
    REVIEW(IN_REVIEW, PROCESSING),
    /// A new attempt after a failure.
    RETRY(PROCESSING, FAILED),
    /// Late money, and the stock could be had again.
    DELIVER_LATE(COMPLETED, EXPIRED, FAILED, CANCELLED),
    /// The money went back.
    REFUND(REFUNDED, COMPLETED, IN_REVIEW, EXPIRED, FAILED, CANCELLED);

    private final OrderStatus to;
    private final Set<OrderStatus> from;

    OrderMove(OrderStatus to, OrderStatus... from) {
        this.to = to;
        this.from = Set.of(from);
    }

    /// The status after the move.
    public OrderStatus to() {
        return to;
    }

    /// The statuses this move may start from.
    public Set<OrderStatus> from() {
        return from;
    }

    /// Whether the move may be made from this status.
    public boolean startsAt(OrderStatus status) {
        return from.contains(status);
    }
}
