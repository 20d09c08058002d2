package dev.consign.ledger;

import dev.consign.money.Money;

/// The parts of one completed order; they always sum to its amount.
///
/// @param fee the platform's, rounded down
/// @param payable the consignor's, rounded down
/// @param remainder what rounding left over: 0 or 1 minor unit
public record Split(Money fee, Money payable, Money remainder) {
    /// @param feeBps the platform's share in basis points, 0 to 10,000
    public static Split of(Money amount, int feeBps) {
        var fee = amount.shareRoundedDown(feeBps);
        var payable = amount.shareRoundedDown(Money.WHOLE_BPS - feeBps);
        return new Split(fee, payable, amount.minus(fee).minus(payable));
    }
}
