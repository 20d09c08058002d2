package dev.consign.broker.codec;

/// A body that is not what its queue carries. Names the field, never its content.
final class UndecodableBody extends Exception {
    private final Flaw flaw;

    UndecodableBody(Flaw flaw, String detail) {
        super(detail, null, false, false);
        this.flaw = flaw;
    }

    /// Kinds of bad bodies; their names are causes of dead letters, so they never change.
    enum Flaw {
        BAD_JSON,
        UNKNOWN_SCHEMA,
        WRONG_TYPE,
        BAD_FIELD,
        TOO_LARGE
    }

    String flaw() {
        return flaw.name();
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
