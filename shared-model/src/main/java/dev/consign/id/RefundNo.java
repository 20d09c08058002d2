package dev.consign.id;

import java.util.regex.Pattern;

/// Our number of one refund: the letter R and 16 time-ordered characters, made by [IdSource]. The
/// gateway is asked under it as often as need be and returns the money once.
public record RefundNo(String value) implements Comparable<RefundNo> {
    private static final Pattern SHAPE = Pattern.compile("R[0-9A-Z]{16}");

    /// @throws IllegalArgumentException when the text has not this shape
    public RefundNo {
        if (!SHAPE.matcher(value).matches()) {
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
