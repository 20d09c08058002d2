package dev.consign.processor.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.processor.api.problem.ApiFailure;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IdempotentRequestTest {
    @Test
    void a_quoted_and_a_bare_key_are_the_same_key() {
        assertThat(request("\"order-1\"", "{}").key()).isEqualTo("order-1");
        assertThat(request(" order-1 ", "{}").key()).isEqualTo("order-1");
        assertThat(request("x".repeat(128), "{}").key()).hasSize(128);
    }

    /// Incident Q7.
    @Test
    void equal_copies_joined_by_a_proxy_are_one_key() {
        for (var header :
                new String[] {"k, k", "k,k", "\"k\", \"k\"", "\"k\",k", "k , \"k\"\t,k", " k,k "}) {
            assertThat(request(header, "{}").key()).as(header).isEqualTo("k");
        }
        assertThat(request("\"a,b\"", "{}").key()).isEqualTo("a,b");
        assertThat(request("\"a,b\", \"a,b\"", "{}").key()).isEqualTo("a,b");
    }

    @Test
    void different_keys_are_refused() {
        for (var header : new String[] {"a, b", "a,b", "\"a\", \"b\"", "a, a, b", "\"a\",A"}) {
            refused(header, "repeated_header");
        }
    }

    @Test
    void a_key_that_is_missing_or_malformed_is_refused() {
        refused(null, "idempotency_key_missing");
        for (var header :
                new String[] {
                    "",
                    "\"\"",
                    "\"open",
                    "a b",
                    "ü",
                    "a\"b",
                    "x".repeat(129),
                    "\"a\\\"b\"",
                    "k,",
                    ",k",
                    "k,,k",
                    "k, ",
                    "\"k\" \"k\"",
                    "\"k",
                    "k\"",
                    "k, b c"
                }) {
            refused(header, "idempotency_key_malformed");
        }
    }

    @Test
    void the_fingerprint_covers_method_path_and_body() {
        var print = request("k", "{\"a\":1}").fingerprint();
        assertThat(request("other", "{\"a\":1}").fingerprint()).isEqualTo(print).hasSize(32);
        assertThat(request("k", "{\"a\":2}").fingerprint()).isNotEqualTo(print);
        assertThat(IdempotentRequest.of("shop", "k", "POST", "/b", body("{\"a\":1}")).fingerprint())
                .isNotEqualTo(print);
    }

    private static void refused(@Nullable String header, String code) {
        assertThatThrownBy(() -> IdempotentRequest.of("shop", header, "POST", "/a", body("{}")))
                .isInstanceOfSatisfying(
                        ApiFailure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static IdempotentRequest request(String header, String body) {
        return IdempotentRequest.of("shop", header, "POST", "/a", body(body));
    }

    private static byte[] body(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
