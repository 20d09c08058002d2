package dev.consign.order;

import dev.consign.payment.PaymentMove;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a fact does, as a value: nothing has happened yet.
public sealed interface Decision {
    /// How the fact is judged.
    Outcome outcome();

    /// One sentence for history and support.
    String why();

    /// The fact changes something.
    ///
    /// @param payment the payment's move; null when only the ledger changes
    /// @param order the order's moves, in order; empty when it stays
    /// @param effects what else must be written in the same transaction
    /// @param review what a person must look at; null when nothing
    record Apply(
            Outcome outcome,
            @Nullable PaymentMove payment,
            List<OrderMove> order,
            List<Effect> effects,
            @Nullable CaseKind review,
            String why)
            implements Decision {}

    /// The fact adds nothing.
    record Ignore(String why) implements Decision {
        @Override
        public Outcome outcome() {
            return Outcome.STALE;
        }
    }

    /// A person must look; nothing else changes.
    record Park(Outcome outcome, CaseKind review, String why) implements Decision {}

    /// What a move brings with it.
    enum Effect {
        /// The gateway owes us the money: clearing against the buyer's funds.
        COLLECT,
        /// Stock that was given back is reserved once more.
        TAKE_STOCK,
        /// The buyer gets the goods and the proceeds are split.
        DELIVER,
        /// Reserved stock is for sale again.
        RELEASE_STOCK,
        /// The gateway is asked to return all that this payment holds.
        RETURN_MONEY,
        /// The refund the fact speaks of has happened: what it returned is booked.
        BOOK_REFUND
    }
}
