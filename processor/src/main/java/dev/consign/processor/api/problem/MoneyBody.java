package dev.consign.processor.api.problem;

import dev.consign.money.CurrenciesInUse;
import dev.consign.money.Money;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Money as it travels in JSON: whole minor units of an ISO 4217 currency.
///
/// @param currency such as CNY
/// @param minor such as 27000 for 270 yuan
public record MoneyBody(@Nullable String currency, @Nullable Long minor) {
    /// The largest amount taken in.
    public static final long MOST = 1_000_000_000_000L;

    /// To be written.
    public static MoneyBody of(Money money) {
        return new MoneyBody(money.currency().getCurrencyCode(), money.minor());
    }

    /// More than nothing.
    ///
    /// @throws ApiFailure naming the member that is wrong
    public static Money positive(String field, @Nullable MoneyBody body) {
        if (body == null) {
            throw Fields.invalid(
                    field + " is missing; it looks like {\"currency\":\"CNY\",\"minor\":27000}");
        }
        var currency = currency(field, body.currency);
        if (body.minor == null) {
            throw Fields.invalid(field + ".minor must be a whole number from 1 to " + MOST);
        }
        if (body.minor < 1 || body.minor > MOST) {
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "amount_out_of_range",
                    "%s.minor must be from 1 to %d.".formatted(field, MOST));
        }
        return new Money(currency, body.minor);
    }

    /// The same in a currency that something can be sold for.
    ///
    /// @throws ApiFailure naming the member that is wrong
    public static Money price(String field, @Nullable MoneyBody body) {
        var price = positive(field, body);
        if (!CurrenciesInUse.contains(price.currency())) {
            throw Fields.invalid(
                    "%s.currency must be an ISO 4217 currency that a country uses today, such as CNY; %s is none"
                            .formatted(field, price.currency()));
        }
        return price;
    }

    private static Currency currency(String field, @Nullable String code) {
        try {
            if (code != null) {
                return Currency.getInstance(code);
            }
        } catch (IllegalArgumentException _) {
            // Answered below, like a missing one.
        }
        throw Fields.invalid(field + ".currency must be an ISO 4217 code such as CNY");
    }
}
