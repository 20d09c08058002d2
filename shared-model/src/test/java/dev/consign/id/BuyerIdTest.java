package dev.consign.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuyerIdTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "b",
                "10042",
                "wx:o6_bmjrPTlm6_2sgVt7hMZOPfL2M",
                "ann+toys@shop.example",
                "o'neil@shop.example",
                "a!#$&*=?^_`{|}~-b@shop.example"
            })
    void an_email_address_can_name_a_buyer(String text) {
        assertThat(new BuyerId(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "a b", "a/b", "a%2Bb", "a;b", "a,b", "a\"b", "a\\b", "a<b>", "\u00E9", ".",
                ".."
            })
    void nothing_else_can(String text) {
        assertThatThrownBy(() -> new BuyerId(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BuyerId("x".repeat(65)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
