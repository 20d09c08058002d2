package dev.consign.testbed.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example",
                "HTTP://10.0.0.1:8080/",
                "http://127.0.0.1.example:8080",
                "http://[2001:db8::1]:8080",
            })
    void a_key_is_not_sent_to_another_machine_in_the_clear(String url) {
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> Api.fromEnvironment(environment(url)))
                .withMessageContaining("CONSIGN_URL leads to another machine in the clear");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://shop.example", "http://127.0.0.1:1", "http://[::1]:8080"})
    void what_is_encrypted_or_stays_here_is_asked(String url) {
        assertThatCode(() -> Api.fromEnvironment(environment(url))).doesNotThrowAnyException();
    }

    private static Map<String, String> environment(String url) {
        return Map.of("CONSIGN_URL", url, "CONSIGN_API_KEY", "key-1");
    }
}
