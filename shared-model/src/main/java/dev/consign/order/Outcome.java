package dev.consign.order;

/// What became of one message; kept in `processed_message` and in the evidence shown to support.
public enum Outcome {
    /// It changed something: an order, a payment or the ledger.
    APPLIED,
    /// True, but everything it says is already so or overtaken.
    STALE,
    /// Seen before; the first outcome stands. Only in the evidence, never a stored outcome.
    DUPLICATE,
    /// The same message id as an applied fact, but another fact.
    CONFLICT,
    /// Currency, gateway or merchant are not those of the payment.
    MISMATCH,
    /// No such payment here.
    UNKNOWN_ORDER,
    /// True if the gateway says so itself: it is being asked, and nothing is posted until it has
    /// answered (docs/rules.md, rule 12).
    CONFIRMING,
    /// Money that has no place by itself: another amount, or a refund nobody asked for.
    PARKED;

    /// Whether the outcome stands for good. After one that does not, the right fact may follow
    /// under the same message id: the order was committed after its callback, the gateway put right
    /// what it said, or confirmed it (docs/rules.md, rule 2).
    public boolean isFinal() {
        return switch (this) {
            case APPLIED, STALE, DUPLICATE, CONFLICT, PARKED -> true;
            case UNKNOWN_ORDER, MISMATCH, CONFIRMING -> false;
        };
    }
}
