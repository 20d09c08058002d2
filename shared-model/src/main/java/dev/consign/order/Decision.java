package dev.consign.order;

import dev.consign.payment.PaymentMove;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a fact does, as a value: nothing has happened yet.
public sealed interface Decision {
    /// What becomes of the fact.
    Outcome outcome();

    /// One sentence for history and support.
    String why();

    /// The fact changes something.
    ///
    /// @param payment the payment's move; null when only the ledger changes
    /// @param order the order's moves, in order; empty when it stays
    /// @param effects what else must be written in the same transaction
    /// @param review what a person must look at; null when nothing
    /// @param settled doubts that are over now: their cases are closed
    record Apply(
            Outcome outcome,
            @Nullable PaymentMove payment,
            List<OrderMove> order,
            List<Effect> effects,
            @Nullable CaseKind review,
            String why,
            List<Doubt> settled)
            implements Decision {
        /// One that settles nothing.
        public Apply(
                Outcome outcome,
                @Nullable PaymentMove payment,
                List<OrderMove> order,
                List<Effect> effects,
                @Nullable CaseKind review,
                String why) {
            this(outcome, payment, order, effects, review, why, List.of());
        }
    }

    /// The fact adds nothing.
    record Ignore(String why) implements Decision {
        @Override
        public Outcome outcome() {
            return Outcome.STALE;
        }
    }

    /// A person must look; nothing else changes.
    record Park(Outcome outcome, CaseKind review, String why) implements Decision {}

    /// The gateway is asked first; nothing is posted until it has answered (docs/rules.md, rule
    /// 12).
    ///
    /// @param why what is out of the ordinary
    record Confirm(String why) implements Decision {
        @Override
        public Outcome outcome() {
            return Outcome.CONFIRMING;
        }
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
