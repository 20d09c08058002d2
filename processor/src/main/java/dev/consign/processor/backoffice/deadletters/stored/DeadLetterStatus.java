package dev.consign.processor.backoffice.deadletters.stored;

/// Where a dead letter stands.
public enum DeadLetterStatus {
    /// Somebody must decide.
    OPEN,
    /// On its way to its queue again; it stays so until its consumer has recorded an outcome.
    REQUEUED,
    /// Its consumer dealt with it after it was requeued.
    RESOLVED,
    /// Given up by a person, with a reason.
    DISCARDED
}
