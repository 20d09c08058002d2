package dev.consign.reconciliation;

/// Where a run has its file from.
public enum StatementOrigin {
    /// Asked of the gateway.
    FETCHED,
    /// Given by a person.
    UPLOADED
}
