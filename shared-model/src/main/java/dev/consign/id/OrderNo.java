package dev.consign.id;

/// The number of an order, made by us: the letter O and 16 time-ordered characters.
public record OrderNo(String value) implements Comparable<OrderNo> {
    private static final Shape SHAPE = Shape.of("O", "[0-9A-HJKMNP-TV-Z]", 17, 17);

    /// @throws IllegalArgumentException when the text has not this shape
    public OrderNo {
        if (!SHAPE.fits(value)) {
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
