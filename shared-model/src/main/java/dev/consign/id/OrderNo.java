package dev.consign.id;

import java.util.regex.Pattern;

/// The number of an order, made by us: the letter O and 16 time-ordered characters.
public record OrderNo(String value) implements Comparable<OrderNo> {
    private static final Pattern SHAPE = Pattern.compile("O[0-9A-HJKMNP-TV-Z]{16}");

    /// @throws IllegalArgumentException when the text has not this shape
    public OrderNo {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not an order number");
        }
    }

    @Override
    public int compareTo(OrderNo other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
