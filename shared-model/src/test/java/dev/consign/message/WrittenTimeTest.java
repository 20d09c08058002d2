package dev.consign.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenTimeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-20T09:59:58Z",
                "2026-11-20T09:59:58.5Z",
                "2026-11-20T09:59:58.512Z",
                "2026-11-20T09:59:58.000000001Z",
                "2024-02-29T00:00:00Z",
                "2026-11-20T09:59:58+08:00",
                "2026-11-20t09:59:58z",
                "2026-11-20T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "0000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "2026-11-20T09:59:58.Z",
                "2026-11-20T09:59:58.0000000001Z",
                "2026-11-20T09:59:61Z",
                "2023-02-29T00:00:00Z",
                "2026-11-20T09:59:5\u0665Z",
                "2026-11-20T09:59Z",
                "2026-11-20 09:59:58Z",
                "2026-11-20T09:59:58",
                "Z",
                ""
            })
    void every_form_is_read_as_the_platform_reads_it(String text) {
        assertThat(outcome(text, true)).isEqualTo(outcome(text, false));
    }

    @Test
    void a_text_with_one_wrong_character_is_read_as_the_platform_reads_it() {
        var random = new Random(1);
        for (var right : List.of("2026-11-20T09:59:58.512Z", "2026-11-20T09:59:58Z")) {
            for (var i = 0; i < 20_000; i++) {
                var text = new StringBuilder(right);
                var wrong = "0123456789-:.TZtz+ ".charAt(random.nextInt(19));
                text.setCharAt(random.nextInt(text.length()), wrong);
                assertThat(outcome(text.toString(), true))
                        .isEqualTo(outcome(text.toString(), false));
            }
        }
    }

    /// The time, or the kind and text of the refusal.
    private static Object outcome(String text, boolean here) {
        try {
            Instant instant = here ? WrittenTime.parse(text) : Instant.parse(text);
            return instant;
        } catch (DateTimeException e) {
            return e.toString();
        }
    }
}
