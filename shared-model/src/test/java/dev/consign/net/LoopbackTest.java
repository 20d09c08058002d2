package dev.consign.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.8.9.10, true",
        "localhost, true",
        "LocalHost, true",
        "::1, true",
        "[::1], true",
        "0:0:0:0:0:0:0:1, true",
        "'', false",
        "0.0.0.0, false",
        "128.0.0.1, false",
        "10.127.0.0, false",
        "127.0.0.1.example, false",
        "localhost.example, false",
        "[::2], false",
        "::ffff:10.0.0.1, false",
    })
    void only_this_very_machine_is_this_machine(String host, boolean here) {
        assertThat(Loopback.contains(host)).isEqualTo(here);
    }
}
