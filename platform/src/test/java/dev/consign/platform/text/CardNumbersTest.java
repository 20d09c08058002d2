package dev.consign.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardNumbersTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
                    4111111111111111                      | ************1111
                    card 4111 1111 1111 1111, lost        | card **** **** **** 1111, lost
                    4111-1111-1111-1111                   | ****-****-****-1111
                    4111 - 1111 - 1111 - 1111             | **** - **** - **** - 1111
                    4111.1111.1111.1111                   | ****.****.****.1111
                    4111\u20111111\u20131111\u22121111    | ****\u2011****\u2013****\u22121111
                    4111\u00a01111\u30001111\u20091111    | ****\u00a0****\u3000****\u20091111
                    41 11 11 11 11 11 11 11               | ** ** ** ** ** ** 11 11
                    4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1       | * * * * * * * * * * * * 1 1 1 1
                    \uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11 | ************\uff11\uff11\uff11\uff11
                    order 12 4111 1111 1111 1111 of May   | order 12 **** **** **** 1111 of May
                    4111111111111111 5555555555554444     | ************1111 ************4444
                    \u5361\u53f74111111111111111\u7684    | \u5361\u53f7************1111\u7684
                    Visa4111111111111111                  | Visa************1111
                    4111111111111111exp 12/28             | ************1111exp 12/28
                    3782 822463 10005                     | **** ****** *0005
                    4222222222222                         | *********2222
                    6200000000000000000                   | ***************0000
                    6304000000000000                      | ************0000
                    9792000000000003                      | ************0003
                    """)
    void a_card_number_in_what_a_person_wrote_is_hidden(String text, String shown) {
        assertThat(CardNumbers.inText(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
                    4111111111111112
                    411111111111
                    41111111111111111111
                    O4111111111111111
                    order O4111111111111111 and P4111111111111111
                    ch_4111111111111111
                    4111111111111111_2
                    a4111111111111111b7
                    4111 1111 1111
                    4111,1111,1111,1111
                    4200002026113012345678901234567890
                    27000 and 27001 of 2026-11-30
                    """)
    void ids_and_other_numbers_stay(String text) {
        assertThat(CardNumbers.inText(text)).isEqualTo(text);
        assertThat(CardNumbers.inLine(text)).isEqualTo(text);
    }

    /// All of these have a right check digit.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
                    1763668800008
                    1763668800000123453
                    2026113012345671
                    0000000000000000
                    7000000000000005
                    2 6 1 1 3 0 1 4 1 1 3 6 0 0 0 0
                    Visa4111111111111111
                    """)
    void a_log_keeps_times_and_ids_that_begin_like_no_card(String line) {
        assertThat(CardNumbers.inLine(line)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
                    4111111111111111                       | ************1111
                    reason=4111 1111 1111 1111             | reason=**** **** **** 1111
                    {"memo":"5555555555554444"}            | {"memo":"************4444"}
                    2223003122003222                       | ************3222
                    378282246310005                        | ***********0005
                    6011111111111117                       | ************1117
                    3530111333300000                       | ************0000
                    30569309025904                         | **********5904
                    """)
    void a_log_hides_the_numbers_of_card_schemes(String line, String shown) {
        assertThat(CardNumbers.inLine(line)).isEqualTo(shown);
    }

    @Test
    void a_long_text_takes_no_longer_than_it_is_long() {
        var many = "4111111111111112 ".repeat(20_000);
        assertThat(CardNumbers.inText(many)).isEqualTo(many);
        var digits = "4".repeat(200_000);
        assertThat(CardNumbers.inText(digits)).isEqualTo(digits);
    }
}
