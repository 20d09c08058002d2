package dev.consign.id;

/// What a consignor lists for sale.
public record ItemId(String value) implements Comparable<ItemId> {
    private static final Shape SHAPE = Shape.of("I", "[0-9A-HJKMNP-TV-Z]", 17, 17);

    /// @throws IllegalArgumentException when the text has not this shape
    public ItemId {
        if (!SHAPE.fits(value)) {
            throw new IllegalArgumentException("not an item id");
        }
    }

    @Override
    public int compareTo(ItemId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
