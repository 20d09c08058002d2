package dev.consign.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentNoTest {
    @ParameterizedTest
    @ValueSource(strings = {"P", "unknown-1", "a_B-9", "12345678901234567890123456789012"})
    void a_gateway_may_speak_of_payments_that_are_not_ours(String text) {
        assertThat(new PaymentNo(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "\u00e9", "123456789012345678901234567890123"})
    void what_would_not_fit_a_column_or_a_path_is_none(String text) {
        assertThatThrownBy(() -> new PaymentNo(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ours_have_seventeen_characters_and_begin_with_a_letter_that_tells_them() {
        assertThat(IdSource.secure(InstantSource.system()).paymentNo().value())
                .matches("P[0-9A-HJKMNP-TV-Z]{16}");
    }
}
