package dev.consign.id;

/// The shop's own name for a buyer: 1 to 64 letters, digits and the marks that an e-mail address
/// may have (RFC 5321), and a colon. Not `/` and `%`: a path cannot carry them, since servers and
/// proxies refuse them encoded as well. Nor `.` and `..` alone, which a path cannot end in either:
/// they mean another place in it, encoded or not.
public record BuyerId(String value) implements Comparable<BuyerId> {
    private static final Shape SHAPE = Shape.of("[A-Za-z0-9.@:!#$&'*+=?^_`{|}~-]", 1, 64);

    /// @throws IllegalArgumentException when the text has not this shape
    public BuyerId {
        if (!SHAPE.fits(value) || value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException(
                    "a buyer id, other than . and .., has 1 to 64 letters, digits or . @ : ! # $ & ' * + = ? ^ _ ` { | } ~ -");
        }
    }

    @Override
    public int compareTo(BuyerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
