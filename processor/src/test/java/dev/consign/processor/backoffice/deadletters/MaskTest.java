package dev.consign.processor.backoffice.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    card 4111111111111111 here                  | card ************1111 here
                    card 4111 1111 1111 1111                    | card ************1111
                    5500-0000-0000-0004                         | ************0004
                    "4111111111111111"                          | "************1111"
                    378282246310005,                            | ***********0005,
                    4111111111111112                            | 4111111111111112
                    order O0123456789ABCDEF                     | order O0123456789ABCDEF
                    at 1763668800000                            | at 1763668800000
                    41111111111111111111                        | 41111111111111111111
                    {"password":"p","x":"y"}                    | {"password":"***","x":"y"}
                    {"webhookSecret" : "a\\"b"}                 | {"webhookSecret" : "***"}
                    key whsec_abc+/= end                        | key whsec_*** end
                    Authorization: Bearer abc.def               | Authorization: Bearer ***
                    token=abc&a=b                               | token=***&a=b
                    """,
            delimiter = '|')
    void card_numbers_and_secrets_are_hidden_and_nothing_else(String text, String shown) {
        assertThat(Mask.text(text)).isEqualTo(shown);
    }

    @Test
    void bytes_that_are_no_text_stay_as_they_are() {
        var bytes = new byte[256];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        assertThat(Mask.bytes(bytes)).isEqualTo(bytes);
        assertThat(Mask.bytes("ü 4111111111111111".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("ü ************1111".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_secret_is_known_by_its_name() {
        assertThat(Mask.secretName("api_key")).isTrue();
        assertThat(Mask.secretName("Authorization")).isTrue();
        assertThat(Mask.secretName("consign_message_id")).isFalse();
    }
}
