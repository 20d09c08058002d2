package dev.consign.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration LONGEST = Duration.ofHours(1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0                              | PT0S
                    7                              | PT7S
                    ' 7 '                          | PT7S
                    007                            | PT7S
                    86400                          | PT1H
                    999999999999999999999999999999 | PT1H
                    Fri, 20 Nov 2026 10:01:30 GMT  | PT1M30S
                    Friday, 20-Nov-26 10:01:30 GMT | PT1M30S
                    Fri Nov 20 10:01:30 2026       | PT1M30S
                    Sun, 06 Nov 1994 08:49:37 GMT  | PT0S
                    Sun, 6 Nov 1994 08:49:37 GMT   | PT0S
                    Sunday, 06-Nov-94 08:49:37 GMT | PT0S
                    Sun Nov  6 08:49:37 1994       | PT0S
                    Thu, 20 Nov 2036 10:00:00 GMT  | PT1H
                    """)
    void every_form_is_read_and_bounded(String header, Duration wait) {
        assertThat(RetryAfter.of(header, NOW, LONGEST)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "1.5",
                "1e3",
                "PT1H",
                "soon",
                "２",
                "2026-11-20T10:01:30Z",
                "Fri, 20 Nov 2026 10:01:30 CET",
                "Mon, 20 Nov 2026 10:01:30 GMT",
                "Fri, 32 Nov 2026 10:01:30 GMT"
            })
    void what_is_neither_seconds_nor_a_date_asks_for_nothing(String header) {
        assertThat(RetryAfter.of(header, NOW, LONGEST)).isEmpty();
    }
}
