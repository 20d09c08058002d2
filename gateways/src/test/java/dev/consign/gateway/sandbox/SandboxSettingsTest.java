package dev.consign.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.gateway.sandbox.SandboxClientSettings.StatementLimits;
import dev.consign.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxSettingsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource({
        "0, url",
        "1, api-key",
        "2, webhook-secrets",
        "3, merchant",
        "4, connect-timeout",
        "5, request-timeout",
        "6, statement",
        "7, window"
    })
    void a_setting_left_out_is_named(int index, String name) {
        var parts = parts();
        parts[index] = null;
        refused(() -> of(parts), "consign.gateways.sandbox." + name + " is not set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host",
                "http:///path",
                "host:80",
                "http://u:p@host",
                "http://host?a=b",
                "http://host#x"
            })
    void an_address_that_is_none_is_refused(String url) {
        var parts = parts();
        parts[0] = URI.create(url);
        refused(() -> of(parts), "consign.gateways.sandbox.url must be");
    }

    @Test
    void time_outs_are_positive_bounded_and_do_not_contradict() {
        for (var bad :
                List.of(Duration.ZERO, SECOND.negated(), Duration.ofDays(365_000_000_000L))) {
            for (var index : List.of(4, 5, 7)) {
                var parts = parts();
                parts[index] = bad;
                refused(() -> of(parts), "must be at least 1 ms and at most");
            }
        }
        var parts = parts();
        parts[4] = SECOND.plusMillis(1);
        refused(() -> of(parts), "consign.gateways.sandbox.connect-timeout is longer than");
        var wide = parts();
        wide[7] = Duration.ofSeconds(301);
        refused(() -> of(wide), "consign.gateways.sandbox.window must be");
    }

    @Test
    void keys_are_checked_at_once_and_never_shown() {
        var parts = parts();
        parts[2] = List.of(new Secret("whsec_c2hvcnQ="));
        refused(() -> of(parts), "webhook-secrets");
        assertThatThrownBy(() -> of(parts)).hasMessageNotContaining("c2hvcnQ");
        assertThat(of(parts()).toString()).contains("***").doesNotContain("whsec_", "key-1");
        var blank = parts();
        blank[1] = new Secret("two words");
        refused(() -> of(blank), "consign.gateways.sandbox.api-key must be");
    }

    @Test
    @SuppressWarnings("NullAway")
    void a_statement_without_bounds_is_refused() {
        refused(
                () -> new StatementLimits(0, SECOND),
                "consign.gateways.sandbox.statement.max-bytes must be at least 1");
        refused(
                () -> new StatementLimits(1, null),
                "consign.gateways.sandbox.statement.timeout is not set");
        refused(
                () -> new StatementLimits(1, Duration.ofHours(1)),
                "consign.gateways.sandbox.statement.timeout must be at least 1 ms and at most");
    }

    @Test
    void a_slash_at_the_end_of_the_address_makes_no_difference() {
        var parts = parts();
        parts[0] = URI.create("http://127.0.0.1:8090/");
        assertThat(of(parts))
                .extracting(SandboxClientSettings::url)
                .hasToString("http://127.0.0.1:8090");
    }

    private static @Nullable Object[] parts() {
        return Arrays.copyOf(
                new Object[] {
                    URI.create("http://127.0.0.1:8090"),
                    new Secret("key-1"),
                    List.of(Signed.secret(1, 32)),
                    "M1",
                    SECOND,
                    SECOND,
                    new StatementLimits(1, SECOND),
                    Duration.ofMinutes(5)
                },
                8);
    }

    /// Both, of the same settings, as a binder would: it knows nothing of nullness.
    @SuppressWarnings({"unchecked", "NullAway"})
    private static SandboxClientSettings of(@Nullable Object[] parts) {
        var _ =
                new SandboxCallbackSettings(
                        (List<Secret>) parts[2], (String) parts[3], (Duration) parts[7]);
        return new SandboxClientSettings(
                (URI) parts[0],
                (Secret) parts[1],
                (String) parts[3],
                (Duration) parts[4],
                (Duration) parts[5],
                (StatementLimits) parts[6]);
    }

    private static void refused(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
