package dev.consign.gateway.json;

/// A body that does not say what it should. Names the field, never its content: that may be
/// personal, and ends in logs.
public final class UnreadableBody extends Exception {
    private final String reason;

    /// @param reason a short code for a counter
    /// @param detail one sentence
    public UnreadableBody(String reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
