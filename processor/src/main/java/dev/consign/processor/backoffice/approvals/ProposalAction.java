package dev.consign.processor.backoffice.approvals;

/// What can be proposed.
public enum ProposalAction {
    /// Something about a case; the subject is its id.
    CASE_RESOLVE,
    /// Money back to a buyer; the subject is the order's number.
    REFUND,
    /// Payouts of a business day; the subject is the day, and the consignor where it is one.
    PAYOUT
}
