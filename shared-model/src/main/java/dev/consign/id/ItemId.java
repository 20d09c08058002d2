package dev.consign.id;

import java.util.regex.Pattern;

/// What a consignor lists for sale.
public record ItemId(String value) implements Comparable<ItemId> {
    private static final Pattern SHAPE = Pattern.compile("I[0-9A-HJKMNP-TV-Z]{16}");

    /// @throws IllegalArgumentException when the text has not this shape
    public ItemId {
        if (!SHAPE.matcher(value).matches()) {
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
