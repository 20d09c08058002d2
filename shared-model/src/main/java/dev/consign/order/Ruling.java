package dev.consign.order;

import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.Decision.Effect;
import dev.consign.payment.Payment;
import dev.consign.payment.RefundUse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of a command, as a value: nothing has happened yet.
public sealed interface Ruling {
    /// The goods go to the buyer, paid with money that this payment holds.
    ///
    /// @param moves the order's moves, in order
    /// @param difference what the platform adds to the money, or when negative keeps of it
    record Deliver(
            PaymentNo paymentNo, List<OrderMove> moves, List<Effect> effects, Money difference)
            implements Ruling {}

    /// Its payments are closed at their gateways first.
    record CloseFirst() implements Ruling {}

    /// Money that went back is booked under a number of ours.
    ///
    /// @param moves the order's
    record Accept(
            PaymentNo paymentNo,
            TransactionId transactionId,
            String gatewayRefundNo,
            RefundUse use,
            Money amount,
            List<OrderMove> moves,
            List<Effect> effects)
            implements Ruling {}

    /// The posting of money that never came is taken back.
    ///
    /// @param unallocated whether it is held; else it paid for the delivery, and the platform bears
    ///   it
    record TakeBackCollection(
            PaymentNo paymentNo, TransactionId transactionId, Money amount, boolean unallocated)
            implements Ruling {}

    /// The posting of a refund that never happened is taken back.
    record TakeBackRefund(RefundNo refundNo) implements Ruling {}

    /// The order moves, and no money with it.
    ///
    /// @param review what a person must look at; null when nothing
    record Move(List<OrderMove> moves, List<Effect> effects, @Nullable CaseKind review)
            implements Ruling {}

    /// The gateway is asked to return money.
    record RequestRefund(
            PaymentNo paymentNo, TransactionId transactionId, RefundUse use, Money amount)
            implements Ruling {}

    /// The gateway is not asked any more.
    record CancelRefund(RefundNo refundNo) implements Ruling {}

    /// The buyer may pay by another attempt.
    ///
    /// @param payment the new attempt, not yet known to its gateway
    /// @param expiresAt until when the order may be paid from now on
    /// @param askAt when the gateway is first asked about it
    record Attempt(
            Payment payment,
            Instant expiresAt,
            Instant askAt,
            List<OrderMove> moves,
            List<Effect> effects)
            implements Ruling {}

    /// It cannot be done.
    ///
    /// @param why one sentence for whoever asked
    /// @param caseId the open case that stands against it; null for none
    record Refused(Reason reason, String why, @Nullable String caseId) implements Ruling {
        /// No case stands against it.
        public Refused(Reason reason, String why) {
            this(reason, why, null);
        }
    }

    /// Why a command is refused.
    enum Reason {
        /// No such payment or refund of this order.
        NOT_FOUND,
        /// The order or refund is not where this can be done.
        WRONG_STATE,
        /// Another currency than was paid.
        WRONG_CURRENCY,
        /// More than is left of what was paid.
        TOO_MUCH,
        /// An open case says that the money may not be ours (docs/rules.md, rule 13).
        MONEY_IN_DOUBT,
        /// The goods cannot be had.
        OUT_OF_STOCK,
        /// There were as many attempts as an order may have.
        TOO_MANY_ATTEMPTS
    }
}
