package dev.consign.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
                .isThrownBy(() -> Api.refuseWhatIsNoUrl(url))
                .withMessageContaining("The URL leads to another machine in the clear");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://shop.example", "http://127.0.0.1:1", "http://[::1]:8080/"})
    void what_is_encrypted_or_stays_here_is_asked(String url) {
        assertThatCode(() -> Api.refuseWhatIsNoUrl(url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop.example",
                "127.0.0.1:8080",
                "ftp://127.0.0.1",
                "http://",
                "http://127.0.0.1:8080/?a=b",
                "http://127.0.0.1:8080/#a",
                "http://me:word@127.0.0.1:8080",
                "http://127.0.0.1:80 80",
                "https://shop.example:x",
            })
    void what_is_no_address_of_a_processor_is_wrong_use(String url) {
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> Api.refuseWhatIsNoUrl(url))
                .withMessageContaining("The URL of the processor is not one")
                .matches(failure -> failure.getExitCode() == 2);
    }

    /// Nobody finds out of an exception what the key was.
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "canary key", "canary-\r\n", "canary-\u00e9"})
    void what_can_be_no_key_is_wrong_use_and_not_repeated(String key) {
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> Api.refuseWhatIsNoKey(key))
                .withMessageContaining("The API key is not one")
                .withMessageNotContaining("canary")
                .matches(failure -> failure.getExitCode() == 2);
    }
}
