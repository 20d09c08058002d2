package dev.consign.processor.backoffice.approvals;

/// What became of a proposal.
enum ProposalStatus {
    OPEN,
    APPROVED,
    REJECTED,
    /// Nobody approved it in time.
    EXPIRED
}
