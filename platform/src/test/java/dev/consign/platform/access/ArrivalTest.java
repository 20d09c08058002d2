package dev.consign.platform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.consign.platform.access.Arrival.Said;
import dev.consign.sql.RefusedToStart;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way a request can come, with proxies 10.1.2.0/24 and 2001:db8::7 declared (issue 11,
/// number 14).
class ArrivalTest {
    private static final AccessSettings DECLARED =
            new AccessSettings(List.of("10.1.2.0/24", "2001:db8::7"), null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    # peer       | TLS   | X-Forwarded-For           | proto | client      | unread | here
                    127.0.0.1    | false | -                         | -     | 127.0.0.1   | true   | true
                    ::1          | false | -                         | -     | ::1         | true   | true
                    127.0.0.1    | false | 203.0.113.9               | -     | 127.0.0.1   | true   | false
                    127.0.0.1    | false | -                         | https | 127.0.0.1   | true   | false
                    198.51.100.4 | true  | -                         | -     | 198.51.100.4| true   | false
                    198.51.100.4 | false | -                         | -     | 198.51.100.4| false  | false
                    198.51.100.4 | false | 127.0.0.1                 | https | 198.51.100.4| false  | false
                    10.1.2.3     | false | -                         | -     | 10.1.2.3    | true   | false
                    10.1.2.3     | false | 203.0.113.9               | https | 203.0.113.9 | true   | false
                    10.1.2.3     | false | 203.0.113.9               | http  | 203.0.113.9 | false  | false
                    10.1.2.3     | false | 127.0.0.1, 203.0.113.9    | https | 203.0.113.9 | true   | false
                    10.1.2.3     | false | 203.0.113.9, 10.1.2.9     | https | 203.0.113.9 | true   | false
                    10.1.2.3     | false | 203.0.113.9,2001:db8::7   | https | 203.0.113.9 | true   | false
                    10.1.2.3     | false | garbage, more garbage       | https | 10.1.2.3    | true   | false
                    10.1.3.3     | false | 203.0.113.9               | https | 10.1.3.3    | false  | false
                    """)
    void only_a_declared_proxy_is_believed(
            String peer,
            boolean encrypted,
            String forwardedFor,
            String proto,
            String client,
            boolean unread,
            boolean here) {
        assertThat(
                        Arrival.of(
                                peer,
                                encrypted,
                                new Said(forwardedFor, proto, null),
                                DECLARED.masks()))
                .isEqualTo(new Arrival(client, unread, here));
    }

    @Test
    void a_proxy_on_this_machine_makes_nobody_behind_it_local() {
        var declared = new AccessSettings(List.of("127.0.0.1"), null).masks();
        var silent = new Said(null, null, null);
        assertThat(Arrival.of("127.0.0.1", false, silent, declared).fromThisMachine()).isFalse();
        var undeclared = new Said(null, null, "for=203.0.113.9");
        assertThat(Arrival.of("127.0.0.1", false, undeclared, List.of()).fromThisMachine())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.1.2.0/33", "10.1.2", "10.1.2.0/x", "*"})
    void what_is_no_address_is_no_proxy(String text) {
        assertThatExceptionOfType(RefusedToStart.class)
                .isThrownBy(() -> new AccessSettings(List.of(text), null))
                .withMessageContaining("CONSIGN_PROXIES takes addresses and ranges")
                .withMessageEndingWith(text);
    }

    @Test
    void a_management_key_that_can_be_guessed_is_refused_and_no_key_is_shown() {
        assertThatExceptionOfType(RefusedToStart.class)
                .isThrownBy(() -> new AccessSettings(null, "metrics"))
                .withMessageContaining("CONSIGN_MANAGEMENT_KEY must have at least 24 characters");
        var settings = new AccessSettings(null, "a-key-of-more-than-24-characters");
        assertThat(settings.toString()).doesNotContain("a-key");
        assertThat(new AccessSettings(null, "").key()).isEmpty();
    }
}
