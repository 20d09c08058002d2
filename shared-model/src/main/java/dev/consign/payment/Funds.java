package dev.consign.payment;

import dev.consign.money.Money;

/// What became of the money of one payment. Every unit collected is held, used, on its way back or
/// back; none is in two places, so none can be returned or spent twice (the database checks the
/// same). What is on its way back is what the other three leave over.
///
/// @param collected what the gateway has taken from the buyer
/// @param held unallocated: neither used for a delivery nor asked to go back
/// @param used paid for the delivery, and not asked to go back
/// @param refunded gone back
/// @param difference what the platform added, or when negative took, so that money of another
///   amount paid for the delivery (docs/rules.md, rule 14)
public record Funds(Money collected, Money held, Money used, Money refunded, Money difference) {
    /// @throws IllegalArgumentException when a unit would be nowhere, or in two places
    public Funds {
        if (held.minor() < 0 || used.minor() < 0 || refunded.minor() < 0) {
            throw new IllegalArgumentException("less than nothing: " + held + used + refunded);
        }
        if (held.plus(used).plus(refunded).minor() > collected.plus(difference).minor()) {
            throw new IllegalArgumentException("more than was collected: " + collected);
        }
    }

    /// Where the buyer's money alone paid for what was delivered.
    public Funds(Money collected, Money held, Money used, Money refunded) {
        this(collected, held, used, refunded, new Money(collected.currency(), 0));
    }

    /// Before any money came.
    ///
    /// @param like gives the currency
    public static Funds none(Money like) {
        var nothing = new Money(like.currency(), 0);
        return new Funds(nothing, nothing, nothing, nothing);
    }

    /// The gateway took this much more; with a negative amount, that much less than was believed.
    public Funds collect(Money amount) {
        return new Funds(collected.plus(amount), held.plus(amount), used, refunded, difference);
    }

    /// Held money pays for a delivery.
    public Funds use(Money amount) {
        return new Funds(collected, held.minus(amount), used.plus(amount), refunded, difference);
    }

    /// The platform bears, or keeps, what is missing or left over.
    ///
    /// @param amount what is added to the held money; negative when it is taken from it
    public Funds bear(Money amount) {
        return new Funds(collected, held.plus(amount), used, refunded, difference.plus(amount));
    }

    /// Money that paid for the delivery never came: the platform bears it.
    public Funds lose(Money amount) {
        return new Funds(collected.minus(amount), held, used, refunded, difference.plus(amount));
    }

    /// The gateway is asked to return this much.
    public Funds askBack(RefundUse from, Money amount) {
        return switch (from) {
            case HELD -> new Funds(collected, held.minus(amount), used, refunded, difference);
            case PROCEEDS -> new Funds(collected, held, used.minus(amount), refunded, difference);
        };
    }

    /// It will not be asked any more.
    public Funds keep(RefundUse from, Money amount) {
        return switch (from) {
            case HELD -> new Funds(collected, held.plus(amount), used, refunded, difference);
            case PROCEEDS -> new Funds(collected, held, used.plus(amount), refunded, difference);
        };
    }

    /// What was asked back has gone back.
    public Funds returned(Money amount) {
        return new Funds(collected, held, used, refunded.plus(amount), difference);
    }

    /// What the platform had added to the delivery is taken back from its proceeds.
    public Funds recover(Money amount) {
        return new Funds(collected, held, used.minus(amount), refunded, difference.minus(amount));
    }

    /// What had gone back is here again, unallocated.
    public Funds cameBack(Money amount) {
        return new Funds(collected, held.plus(amount), used, refunded.minus(amount), difference);
    }

    /// What can still be asked back; never what the platform added.
    public Money refundable(RefundUse from) {
        return switch (from) {
            case HELD -> held;
            case PROCEEDS -> difference.isPositive() ? used.minus(difference) : used;
        };
    }

    /// Whether there was money and all of it has gone back.
    public boolean allReturned() {
        return collected.isPositive() && refunded.equals(collected);
    }
}
