package dev.consign.payment;

import dev.consign.money.Money;

/// What became of the money of one payment. Every unit collected is held, used, on its way back or
/// back; none is in two places, so none can be returned or spent twice (the database checks the
/// same). What is on its way back is what the other three leave over.
///
/// @param collected what the gateway has taken from the buyer
/// @param held neither used for a delivery nor asked to go back
/// @param used paid for the delivery, and not asked to go back
/// @param refunded gone back
public record Funds(Money collected, Money held, Money used, Money refunded) {
    /// @throws IllegalArgumentException when a unit would be nowhere, or in two places
    public Funds {
        if (held.minor() < 0 || used.minor() < 0 || refunded.minor() < 0) {
            throw new IllegalArgumentException("less than nothing: " + held + used + refunded);
        }
        if (held.plus(used).plus(refunded).minor() > collected.minor()) {
            throw new IllegalArgumentException("more than was collected: " + collected);
        }
    }

    /// Before any money came.
    ///
    /// @param like gives the currency
    public static Funds none(Money like) {
        var nothing = new Money(like.currency(), 0);
        return new Funds(nothing, nothing, nothing, nothing);
    }

    /// The gateway took this much more.
    public Funds collect(Money amount) {
        return new Funds(collected.plus(amount), held.plus(amount), used, refunded);
    }

    /// Held money pays for a delivery.
    public Funds use(Money amount) {
        return new Funds(collected, held.minus(amount), used.plus(amount), refunded);
    }

    /// The gateway is asked to return this much.
    public Funds askBack(RefundUse from, Money amount) {
        return switch (from) {
            case HELD -> new Funds(collected, held.minus(amount), used, refunded);
            case PROCEEDS -> new Funds(collected, held, used.minus(amount), refunded);
        };
    }

    /// It will not be asked any more.
    public Funds keep(RefundUse from, Money amount) {
        return switch (from) {
            case HELD -> new Funds(collected, held.plus(amount), used, refunded);
            case PROCEEDS -> new Funds(collected, held, used.plus(amount), refunded);
        };
    }

    /// What was asked back has gone back.
    public Funds returned(Money amount) {
        return new Funds(collected, held, used, refunded.plus(amount));
    }

    /// What can still be asked back.
    public Money refundable(RefundUse from) {
        return switch (from) {
            case HELD -> held;
            case PROCEEDS -> used;
        };
    }

    /// Whether there was money and all of it has gone back.
    public boolean allReturned() {
        return collected.isPositive() && refunded.equals(collected);
    }
}
