package dev.consign.task;

import dev.consign.order.CaseKind;

/// What a gateway is wanted for.
public enum TaskKind {
    /// To say how a payment stands.
    QUERY,
    /// To take no money for a payment whose time is over, and to confirm that.
    CLOSE,
    /// To give money back.
    REFUND;

    /// The case that a person gets when it cannot be had.
    public CaseKind failed() {
        return switch (this) {
            case QUERY -> CaseKind.REQUERY_EXHAUSTED;
            case CLOSE -> CaseKind.CLOSE_EXHAUSTED;
            case REFUND -> CaseKind.REFUND_FAILED;
        };
    }
}
