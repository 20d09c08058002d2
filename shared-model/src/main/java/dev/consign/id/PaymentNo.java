package dev.consign.id;

/// The number of one attempt to collect for an order; the gateway knows the payment by it. Ours are
/// the letter P and 16 time-ordered characters, made by [IdSource]. A gateway may speak of any
/// other: money for a payment we never made must reach the engine and become a case, so the type
/// holds whatever a gateway may call a payment, 1 to 32 letters, digits, `_` and `-`.
public record PaymentNo(String value) implements Comparable<PaymentNo> {
    private static final Shape SHAPE = Shape.of("[A-Za-z0-9_-]", 1, 32);

    /// @throws IllegalArgumentException when the text has not this shape
    public PaymentNo {
        if (!SHAPE.fits(value)) {
            throw new IllegalArgumentException(
                    "a payment number has 1 to 32 letters, digits, _ or -");
        }
    }

    @Override
    public int compareTo(PaymentNo other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
