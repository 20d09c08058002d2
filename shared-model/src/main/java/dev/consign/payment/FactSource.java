package dev.consign.payment;

/// How we learned a fact. All sources pass the same engine with the same checks (incident P2).
public enum FactSource {
    /// Posted by somebody who signed as the gateway.
    CALLBACK,
    /// Answered by the gateway when it was asked.
    QUERY,
    /// Sent once more by hand.
    REISSUE,
    /// A line of the gateway's own file, fetched from it.
    STATEMENT,
    /// A line of a file that a person gave.
    UPLOAD,
    /// Said by a person.
    MANUAL;

    /// Whether the gateway itself said so when it was asked: only then is there nothing left to
    /// confirm (docs/rules.md, rule 12).
    public boolean isGatewaysAnswer() {
        return switch (this) {
            case QUERY, STATEMENT -> true;
            case CALLBACK, REISSUE, UPLOAD, MANUAL -> false;
        };
    }

    /// Whether a person stands behind it, not a signature.
    public boolean isByHand() {
        return switch (this) {
            case UPLOAD, MANUAL -> true;
            case CALLBACK, QUERY, REISSUE, STATEMENT -> false;
        };
    }
}
