package dev.consign.secret;

/// A password, key or token that no log line, exception or debugger shows by accident: its text is
/// had by asking for it by name, never by printing. No record, since a record prints its parts.
public final class Secret {
    private final String value;

    /// @throws IllegalArgumentException when there is nothing in it
    public Secret(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a secret is empty");
        }
        this.value = value;
    }

    /// The text itself, for the one place that needs it.
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
