package dev.consign.money;

import java.util.Currency;

/// An amount that is always a whole number of minor units of one ISO 4217 currency: no fraction is
/// ever lost because none can be held. Arithmetic that would overflow or mix currencies throws.
///
/// @param currency ISO 4217 currency
/// @param minor minor units (fen, cents); may be negative in postings
public record Money(Currency currency, long minor) {
    /// Ten thousand basis points are the whole.
    public static final int WHOLE_BPS = 10_000;

    /// @param code ISO 4217 code, upper case
    /// @throws IllegalArgumentException when the code names no currency
    public static Money of(String code, long minor) {
        return new Money(Currency.getInstance(code), minor);
    }

    /// @throws ArithmeticException on overflow
    public Money plus(Money other) {
        return new Money(same(other), Math.addExact(minor, other.minor));
    }

    /// @throws ArithmeticException on overflow
    public Money minus(Money other) {
        return new Money(same(other), Math.subtractExact(minor, other.minor));
    }

    /// @throws ArithmeticException on overflow
    public Money times(int factor) {
        return new Money(currency, Math.multiplyExact(minor, factor));
    }

    /// @throws ArithmeticException on overflow
    public Money negated() {
        return new Money(currency, Math.negateExact(minor));
    }

    /// The share of this amount, rounded down to a whole minor unit; what rounding leaves over is
    /// the caller's to book.
    ///
    /// @param bps basis points, 0 to 10,000
    public Money shareRoundedDown(int bps) {
        if (bps < 0 || bps > WHOLE_BPS || minor < 0) {
            throw new IllegalArgumentException("no share of %s at %d bps".formatted(this, bps));
        }
        // In two parts: minor * bps overflows for amounts that fit a long.
        var whole = Math.multiplyExact(minor / WHOLE_BPS, bps);
        var rest = minor % WHOLE_BPS * bps / WHOLE_BPS;
        return new Money(currency, Math.addExact(whole, rest));
    }

    /// Whether more than nothing.
    public boolean isPositive() {
        return minor > 0;
    }

    private Currency same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "%s and %s do not mix".formatted(currency, other.currency));
        }
        return currency;
    }

    @Override
    public String toString() {
        return currency.getCurrencyCode() + " " + minor;
    }
}
