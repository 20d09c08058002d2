package dev.consign.order;

import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentMove;
import dev.consign.payment.RefundUse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a payment fact or a command does to an order, as a value: nothing has happened yet.
public sealed interface Decision {
    /// The order's moves, in order; empty when it stays.
    default List<OrderMove> moves() {
        return List.of();
    }

    /// What else must be written in the same transaction.
    default List<Effect> effects() {
        return List.of();
    }

    /// What a person must look at; null when nothing.
    default @Nullable CaseKind review() {
        return null;
    }

    /// What a fact does.
    sealed interface OfFact extends Decision {
        /// What becomes of the fact.
        Outcome outcome();

        /// One sentence for history and support.
        String why();
    }

    /// What becomes of a command.
    sealed interface OfCommand extends Decision {}

    /// The fact changes something.
    ///
    /// @param payment the payment's move; null when only the ledger changes
    /// @param settled doubts that are over now: their cases are closed
    record Apply(
            Outcome outcome,
            @Nullable PaymentMove payment,
            List<OrderMove> moves,
            List<Effect> effects,
            @Nullable CaseKind review,
            String why,
            List<Doubt> settled)
            implements OfFact {
        /// One that settles nothing.
        public Apply(
                Outcome outcome,
                @Nullable PaymentMove payment,
                List<OrderMove> moves,
                List<Effect> effects,
                @Nullable CaseKind review,
                String why) {
            this(outcome, payment, moves, effects, review, why, List.of());
        }
    }

    /// The fact adds nothing.
    record Ignore(String why) implements OfFact {
        @Override
        public Outcome outcome() {
            return Outcome.STALE;
        }
    }

    /// A person must look; nothing else changes.
    record Park(Outcome outcome, CaseKind review, String why) implements OfFact {}

    /// The gateway is asked first; nothing is posted until it has answered (docs/rules.md, rule
    /// 12).
    ///
    /// @param why what is out of the ordinary
    record Confirm(String why) implements OfFact {
        @Override
        public Outcome outcome() {
            return Outcome.CONFIRMING;
        }
    }

    /// The order moves, and no money with it.
    record Move(List<OrderMove> moves, List<Effect> effects, @Nullable CaseKind review)
            implements OfCommand {}

    /// The goods go to the buyer, paid with money that this payment holds.
    ///
    /// @param difference what the platform adds to the money, or when negative keeps of it
    record Deliver(
            PaymentNo paymentNo, List<OrderMove> moves, List<Effect> effects, Money difference)
            implements OfCommand {}

    /// Its payments are closed at their gateways first.
    record CloseFirst() implements OfCommand {}

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
            implements OfCommand {}

    /// The gateway is asked to return money.
    record RequestRefund(
            PaymentNo paymentNo, TransactionId transactionId, RefundUse use, Money amount)
            implements OfCommand {}

    /// The gateway is not asked any more.
    record CancelRefund(RefundNo refundNo) implements OfCommand {}

    /// Money that went back is booked under a number of ours.
    record Accept(
            PaymentNo paymentNo,
            TransactionId transactionId,
            String gatewayRefundNo,
            RefundUse use,
            Money amount,
            List<OrderMove> moves,
            List<Effect> effects)
            implements OfCommand {}

    /// The posting of money that never came is taken back.
    ///
    /// @param unallocated whether it is held; else it paid for the delivery, and the platform bears
    ///   it
    record TakeBackCollection(
            PaymentNo paymentNo, TransactionId transactionId, Money amount, boolean unallocated)
            implements OfCommand {}

    /// The posting of a refund that never happened is taken back.
    record TakeBackRefund(RefundNo refundNo) implements OfCommand {}

    /// It cannot be done.
    ///
    /// @param why one sentence for whoever asked
    /// @param caseId the open case that stands against it; null for none
    record Refused(Reason reason, String why, @Nullable String caseId) implements OfCommand {
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

    /// What a move brings with it.
    enum Effect {
        /// The gateway owes us the money: clearing against the buyer's funds.
        COLLECT,
        /// The gateway is asked about the payment now, though it has ended.
        ASK_GATEWAY,
        /// What was collected by this transaction was another amount: the difference is booked.
        CORRECT_COLLECTION,
        /// Stock that was given back is reserved once more.
        TAKE_STOCK,
        /// The buyer gets the goods and the proceeds are split.
        DELIVER,
        /// Reserved stock is for sale again.
        RELEASE_STOCK,
        /// The gateway is asked to return all that this payment holds.
        RETURN_MONEY,
        /// The refund the fact speaks of has happened: what it returned is booked.
        BOOK_REFUND,
        /// What went back before the money came is booked under numbers of ours.
        BOOK_REVERSALS,
        /// The refund the fact speaks of came back: its money is here again.
        BOOK_RETURN,
        /// The money of a dispute is put aside.
        OPEN_DISPUTE,
        /// The dispute has ended; what was put aside for it is where it was.
        WIN_DISPUTE,
        /// The dispute has ended; its money went back to the buyer.
        LOSE_DISPUTE,
        /// The dispute has ended, lost; its money is not here to be booked as gone.
        END_DISPUTE
    }
}
