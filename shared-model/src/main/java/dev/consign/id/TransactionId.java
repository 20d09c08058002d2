package dev.consign.id;

/// The gateway's name for one movement of money: 1 to 64 printable characters without blanks.
public record TransactionId(String value) implements Comparable<TransactionId> {
    private static final Shape SHAPE = Shape.of("[\\x21-\\x7e]", 1, 64);

    /// @throws IllegalArgumentException when the text has not this shape
    public TransactionId {
        if (!SHAPE.fits(value)) {
            throw new IllegalArgumentException("a transaction id has 1 to 64 printable characters");
        }
    }

    @Override
    public int compareTo(TransactionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
