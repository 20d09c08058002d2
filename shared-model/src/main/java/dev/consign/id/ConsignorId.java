package dev.consign.id;

/// Who lists goods and is paid for them.
public record ConsignorId(String value) implements Comparable<ConsignorId> {
    private static final Shape SHAPE = Shape.of("C", "[0-9A-HJKMNP-TV-Z]", 17, 17);

    /// @throws IllegalArgumentException when the text has not this shape
    public ConsignorId {
        if (!SHAPE.fits(value)) {
            throw new IllegalArgumentException("not a consignor id");
        }
    }

    @Override
    public int compareTo(ConsignorId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
