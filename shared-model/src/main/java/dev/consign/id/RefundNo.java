package dev.consign.id;

/// Our number of one refund: the letter R and 16 time-ordered characters, made by [IdSource]. The
/// gateway is asked under it as often as need be and returns the money once.
public record RefundNo(String value) implements Comparable<RefundNo> {
    private static final Shape SHAPE = Shape.of("R", "[0-9A-Z]", 17, 17);

    /// @throws IllegalArgumentException when the text has not this shape
    public RefundNo {
        if (!SHAPE.fits(value)) {
            throw new IllegalArgumentException("a refund number is R and 16 characters");
        }
    }

    @Override
    public int compareTo(RefundNo other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
