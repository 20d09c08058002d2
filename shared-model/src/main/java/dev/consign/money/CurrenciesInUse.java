package dev.consign.money;

import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;

/// Says which currencies something can be sold for: those of ISO 4217 that some country has as its
/// money today. Nobody has withdrawn ones (DEM, HRK), metals (XAU), funds and units of account
/// (CLF, CHE, XDR), and those for tests and for none (XTS, XXX).
///
/// The source is the JDK's own list of countries and their currencies, which follows the amendments
/// of ISO 4217, those with a date from that date on: another JDK may know a newer currency.
public final class CurrenciesInUse {
    private CurrenciesInUse() {}

    /// Asked anew each time, since a country may change its money while a program runs.
    public static boolean contains(Currency currency) {
        return Arrays.stream(Locale.getISOCountries())
                .map(country -> Currency.getInstance(Locale.of("", country)))
                .anyMatch(currency::equals);
    }
}
