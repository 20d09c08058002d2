package dev.consign.id;

/// The short name of a payment gateway, as in its callback path.
public record GatewayCode(String value) implements Comparable<GatewayCode> {
    private static final Shape SHAPE = Shape.of("[a-z]", "[a-z0-9-]", 1, 16);

    /// @throws IllegalArgumentException when the text has not this shape
    public GatewayCode {
        if (!SHAPE.fits(value)) {
            throw new IllegalArgumentException("not a gateway code");
        }
    }

    @Override
    public int compareTo(GatewayCode other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
