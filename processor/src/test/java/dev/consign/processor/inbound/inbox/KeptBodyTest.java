package dev.consign.processor.inbound.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptBodyTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
                    {"memo":"my card 4111 1111 1111 1111"}      | {"memo":"my card **** **** **** 1111"}
                    {"memo" : "7000000000000005"}               | {"memo" : "************0005"}
                    {"a":{"cardNo":"4111111111111111"}}         | {"a":{"cardNo":"************1111"}}
                    {"pan":4111111111111111,"x":1}              | {"pan":"************1111","x":1}
                    {"transactionId":"4111111111111111"}        | {"transactionId":"4111111111111111"}
                    {"paymentNo":"4111 1111 1111 1111"}         | {"paymentNo":"**** **** **** 1111"}
                    {"refund_no":"4111111111111111"}            | {"refund_no":"4111111111111111"}
                    {"id":4111111111111111}                     | {"id":4111111111111111}
                    {"lines":["4111111111111111"]}              | {"lines":["************1111"]}
                    {"at":1763668800008}                        | {"at":1763668800008}
                    {"amount":{"minor":27000}}                  | {"amount":{"minor":27000}}
                    card=4111111111111111&x=1                   | card=************1111&x=1
                    """)
    void card_numbers_are_hidden_and_the_gateways_own_numbers_stay(String body, String kept) {
        assertThat(new String(of(body), StandardCharsets.UTF_8)).isEqualTo(kept);
    }

    @Test
    void what_is_no_text_stays_byte_for_byte() {
        var bytes = new byte[256];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        assertThat(KeptBody.of(bytes)).isEqualTo(bytes);
    }

    private static byte[] of(String body) {
        return KeptBody.of(body.getBytes(StandardCharsets.UTF_8));
    }
}
