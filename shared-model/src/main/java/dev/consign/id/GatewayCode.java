package dev.consign.id;

import java.util.regex.Pattern;

/// The short name of a payment gateway, as in its callback path.
public record GatewayCode(String value) implements Comparable<GatewayCode> {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,15}");

    /// @throws IllegalArgumentException when the text has not this shape
    public GatewayCode {
        if (!SHAPE.matcher(value).matches()) {
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
