package dev.consign.id;

import java.util.regex.Pattern;

/// Who lists goods and is paid for them.
public record ConsignorId(String value) implements Comparable<ConsignorId> {
    private static final Pattern SHAPE = Pattern.compile("C[0-9A-HJKMNP-TV-Z]{16}");

    /// @throws IllegalArgumentException when the text has not this shape
    public ConsignorId {
        if (!SHAPE.matcher(value).matches()) {
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
