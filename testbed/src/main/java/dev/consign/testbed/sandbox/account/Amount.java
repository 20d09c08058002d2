package dev.consign.testbed.sandbox.account;

/// Money as the gateway's interface writes it; never negative, never without a currency.
///
/// @param currency three capital letters, ISO 4217
/// @param minor in the smallest unit of the currency
public record Amount(String currency, long minor) {
    public Amount {
        if (currency == null || !currency.matches("[A-Z]{3}")) {
            throw new Refusal(400, "bad_amount", "currency must be three capital letters");
        }
        if (minor <= 0) {
            throw new Refusal(400, "bad_amount", "minor must be greater than zero");
        }
    }
}
