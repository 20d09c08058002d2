package dev.consign.processor.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
    private static final String SHOP = "shop-Vq83hK0dXz5TnR2yLw7B";
    private static final String SUPPORT = "support-Jm41cF9gUa6QeP8sHx3D";
    private static final String FINANCE = "finance-Yt72bN5kWi1ZrO4vGu8C";
    private static final String OPS = "ops-Ld96pS3jAe0MxT7qFb2E";
    private static final String FAY = "Rk5vX8nB2mQ7tZ4wC1yL9dHs";
    private static final String FRED = "G3pT6jF0aW9eU2xN8hV5qMzo";

    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-30T12:00:00Z"));

    @Test
    void each_key_stands_for_its_role_and_no_other_text_for_any() {
        var ring = new KeyRing(keys(SHOP, SUPPORT, FINANCE, OPS), clock);
        assertThat(actor(ring, FINANCE)).isEqualTo("finance:finance");
        assertThat(actor(ring, OPS)).isEqualTo("ops:ops");
        assertThat(actor(ring, SHOP + "x")).isEqualTo("nobody");
        assertThat(actor(ring, "")).isEqualTo("nobody");
    }

    @Test
    void people_have_keys_of_their_own_until_their_end() {
        var ring = new KeyRing(keys(SHOP, SUPPORT, FINANCE, OPS), clock);
        ring.exchange(
                KeyFile.read(
                        """
                        # who      role     key       until
                        fay        finance  %s  2026-11-30

                        fred       finance  %s  2026-11-29 # gone
                        fay        support  sha256:%s
                        """
                                .formatted(
                                        FAY,
                                        FRED,
                                        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")));
        assertThat(actor(ring, FAY)).isEqualTo("finance:fay");
        assertThat(actor(ring, "test")).isEqualTo("support:fay");
        assertThat(actor(ring, FRED)).isEqualTo("ended finance:fred");
        assertThat(actor(ring, FINANCE)).isEqualTo("finance:finance");
        assertThatThrownBy(() -> ring.exchange(KeyFile.read("fred finance " + FINANCE)))
                .hasMessage("the key of fred is somebody else's, or there twice");
        assertThat(actor(ring, FAY)).isEqualTo("finance:fay");
    }

    /// Several keys of one person are one person, what has ended is nobody's, and the key of a role
    /// is a program's.
    @Test
    void two_people_decide_together_once_there_are_two() {
        var ring = new KeyRing(keys(SHOP, SUPPORT, FINANCE, OPS), clock);
        var people = new People(ring);
        assertThat(people.canDecideTogether()).isFalse();
        var fay = "fay finance %s\nfay finance Zx7cV2bN9mK4jH6gF1dS8aQw\n".formatted(FAY);
        ring.exchange(
                KeyFile.read(
                        fay
                                + "finance finance Wq4xE9rT2yU7iO5pA8sD3fGh\n"
                                + "sam support D7rY1kI4gS6bO3uA0cE8lJfw\n"
                                + "fred finance %s 2026-11-29\n".formatted(FRED)));
        assertThat(people.canDecideTogether()).isFalse();
        ring.exchange(KeyFile.read(fay + "fred finance %s 2026-11-30\n".formatted(FRED)));
        assertThat(people.canDecideTogether()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fay",
                "fay finance",
                "fay finance Rk5vX8nB2mQ7tZ4wC1yL9dHs 2026-02-30",
                "fay finance Rk5vX8nB2mQ7tZ4wC1yL9dHs 2026-02-03 more",
                "fay king Rk5vX8nB2mQ7tZ4wC1yL9dHs",
                "Fay finance Rk5vX8nB2mQ7tZ4wC1yL9dHs",
                "f\u0430y finance Rk5vX8nB2mQ7tZ4wC1yL9dHs",
                "engine finance Rk5vX8nB2mQ7tZ4wC1yL9dHs",
                "shop finance Rk5vX8nB2mQ7tZ4wC1yL9dHs",
                "fay finance Rk5vX8nB2mQ7",
                "fay finance sha256:00",
                "fay finance fay-finance-fay-finance-fay-finance"
            })
    void a_line_that_is_wrong_is_named_and_no_key_is_shown(String line) {
        assertThatThrownBy(() -> KeyFile.read("# keys\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 2: ")
                .hasMessageNotContaining("Rk5vX8nB2mQ7")
                .hasMessageNotContaining("fay-finance-fay");
    }

    @Test
    void short_missing_and_shared_keys_stop_the_start() {
        assertThatThrownBy(() -> keys(SHOP, "short", FINANCE, OPS))
                .isInstanceOf(RefusedToStart.class)
                .hasMessage("CONSIGN_API_KEY_SUPPORT must have at least 24 characters");
        assertThatThrownBy(() -> keys(null, SUPPORT, FINANCE, OPS))
                .isInstanceOf(RefusedToStart.class);
        assertThatThrownBy(() -> keys(SHOP, SUPPORT, SHOP, OPS))
                .isInstanceOf(RefusedToStart.class)
                .hasMessage("CONSIGN_API_KEY_FINANCE is the key of another role");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "abababababababababababababababababababab",
                "abcdefghijklmnopqrstuvwxyz0123456789",
                "zyxwvutsrqponmlkjihgfedcba9876543210",
                "123456789012345678901234567890",
                "qwertyuiopasdfghjklzxcvbnm1234567890",
                "QWERTYUIOPasdfghjklZXCVBNM0987654321",
                "passwordpasswordpassword",
                "Password1!Password1!Password1!",
                "changemechangemechangeme2026",
                "shop-key-shop-key-shop-key",
                "finance-finance-finance-finance",
                "the-secret-of-our-shop",
                "correcthorsebatterystaple",
                "companyfinancedepartment2026",
                "00000000-0000-0000-0000-000000000001",
                "01010101110001010101010101010101"
            })
    void what_can_be_guessed_is_refused_without_a_list_of_words(String key) {
        assertThat(KeyStrength.flaw(key)).isPresent();
    }

    /// A random key must never be refused: `openssl rand -hex 24`, and shorter ones.
    @Test
    void random_keys_are_strong_in_every_alphabet() {
        var random = new Random(11);
        var least = Double.MAX_VALUE;
        for (var i = 0; i < 20_000; i++) {
            for (var alphabet :
                    List.of(
                            "0123456789abcdef",
                            "0123456789ABCDEFGHJKMNPQRSTVWXYZ",
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")) {
                var key = new StringBuilder();
                for (var at = 0; at < 32; at++) {
                    key.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                least = Math.min(least, KeyStrength.bits(key.toString()));
                assertThat(KeyStrength.flaw(key.toString())).as(key.toString()).isEmpty();
            }
        }
        assertThat(least).isGreaterThan(64);
    }

    @Test
    void one_name_may_ask_only_so_often() {
        var now = new long[1];
        var buckets = new Buckets(2, 3, 2, () -> now[0]);
        for (var burst = 0; burst < 3; burst++) {
            assertThat(buckets.take("a")).isTrue();
        }
        assertThat(buckets.take("a")).isFalse();
        assertThat(buckets.take("b")).isTrue();
        now[0] += 500_000_000L;
        assertThat(buckets.take("a")).isTrue();
        assertThat(buckets.take("a")).isFalse();
    }

    @Test
    void an_address_of_ipv6_is_its_network() {
        assertThat(Address.of("192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(Address.of("2001:db8:0:1:9:8:7:6")).isEqualTo("2001:db8:0:1");
    }

    @Test
    void printing_the_keys_gives_none_away() {
        assertThat(keys(SHOP, SUPPORT, FINANCE, OPS).toString())
                .doesNotContain("Vq83")
                .contains("[shop, support, finance, ops]");
    }

    private static ApiKeys keys(@Nullable String shop, String support, String finance, String ops) {
        return new ApiKeys(shop, support, finance, ops, "", Duration.ofSeconds(2));
    }

    private static String actor(KeyRing ring, String key) {
        return switch (ring.find(key)) {
            case KeyRing.Found.Somebody(var caller) -> caller.actor();
            case KeyRing.Found.Ended(var caller) -> "ended " + caller.actor();
            case KeyRing.Found.Nobody _ -> "nobody";
        };
    }
}
