package dev.consign.id;

/// The name of one business fact, made before it is first sent and never changed (docs/rules.md,
/// rule 1).
public record MessageId(String value) implements Comparable<MessageId> {
    private static final Shape SHAPE = Shape.of("[\\x21-\\x7e]", 1, 160);

    /// @throws IllegalArgumentException when the text has not this shape
    public MessageId {
        if (!SHAPE.fits(value)) {
            throw new IllegalArgumentException("not a message id");
        }
    }

    @Override
    public int compareTo(MessageId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
