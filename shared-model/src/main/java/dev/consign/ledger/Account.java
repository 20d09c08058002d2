package dev.consign.ledger;

import dev.consign.id.ConsignorId;
import dev.consign.id.GatewayCode;

/// A ledger account, by name. Debits are positive, credits negative. No account has a stored
/// balance that every order would have to update: balances are sums.
///
/// @param name at most 48 characters of ASCII
public record Account(String name) {
    /// Our share of every completed order.
    public static final Account PLATFORM_FEE = new Account("platform:fee");

    /// What rounding the shares down leaves over: at most one minor unit an order.
    public static final Account ROUNDING = new Account("platform:rounding");

    /// Money collected for buyers who have not got their goods.
    public static final Account BUYER_FUNDS = new Account("buyer:funds");

    /// What the platform bears, or keeps, where a delivery was paid with another amount than its
    /// price, or with money that never came (docs/rules.md, rules 14 and 18).
    public static final Account DIFFERENCE = new Account("platform:difference");

    /// What left our bank account for a consignor's.
    public static final Account BANK = new Account("platform:bank");

    /// What a gateway has collected and owes us.
    public static Account clearing(GatewayCode gateway) {
        return new Account("gateway:" + gateway + ":clearing");
    }

    /// What a gateway has put aside because it is contested.
    public static Account disputed(GatewayCode gateway) {
        return new Account("gateway:" + gateway + ":disputed");
    }

    /// What we owe a consignor.
    public static Account payable(ConsignorId consignor) {
        return new Account("consignor:" + consignor + ":payable");
    }
}
