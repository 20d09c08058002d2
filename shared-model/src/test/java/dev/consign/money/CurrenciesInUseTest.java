package dev.consign.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Currency;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrenciesInUseTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"CNY", "USD", "EUR", "JPY", "HKD", "TWD", "KWD", "CHF", "XAF", "XOF", "XPF"})
    void what_people_pay_with_is_in_use(String code) {
        assertThat(CurrenciesInUse.contains(Currency.getInstance(code))).isTrue();
    }

    /// Withdrawn; metals; funds and units of account; for tests, and for none.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEM", "FRF", "HRK", "VEF", "ZWL", "XAU", "XAG", "XPT", "XPD", "CLF", "CHE", "USN",
                "XDR", "XSU", "XBA", "XTS", "XXX"
            })
    void what_nobody_can_pay_with_is_not(String code) {
        assertThat(CurrenciesInUse.contains(Currency.getInstance(code))).isFalse();
    }
}
