package dev.consign.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.sql.RefusedToStart;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealRingTest {
    private static final String OLD = secret(1);
    private static final String NEW = secret(2);

    @Test
    void what_a_former_secret_sealed_is_read_and_what_a_strange_one_sealed_is_not() {
        var before = ring(OLD);
        var sealed = before.close("I1", "text");
        var after = ring(NEW, OLD);
        assertThat(after.open("I1", before.current(), sealed)).isEqualTo("text");
        assertThat(after.open("I1", SealRing.UNNAMED, sealed)).isEqualTo("text");
        assertThat(after.current()).isNotEqualTo(before.current()).hasSize(16);
        assertThat(after.open("I1", after.current(), after.close("I1", "t"))).isEqualTo("t");
        var strange = ring(NEW);
        assertThatThrownBy(() -> strange.open("I1", before.current(), sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(before.current());
        assertThatThrownBy(() -> strange.open("I1", SealRing.UNNAMED, sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void webhooks_have_the_same_fingerprints_and_another_key() {
        var ring = ring(NEW, OLD);
        assertThat(ring.ofWebhooks().all()).isEqualTo(ring.all()).hasSize(2);
        var sealed = ring.close("W1", "text");
        assertThatThrownBy(() -> ring.ofWebhooks().open("W1", ring.current(), sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_digest_stays_when_the_secret_that_seals_is_another() {
        assertThat(DigestKey.of(OLD, "keys").of("1234"))
                .isEqualTo(FieldEncryption.of(OLD, new SecureRandom()).digest("keys", "1234"))
                .isNotEqualTo(DigestKey.of(NEW, "keys").of("1234"));
    }

    /// Of these the base 64 form has 32 bytes, and somebody has thought it up.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "//////////////////////////////////////////8=",
                "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "thequickbrownfoxjumpsoverthelazydogandrunsa=",
                "THEQUICKBROWNFOXJUMPSOVERTHELAZYDOGANDRUNSA=",
                "0123456789abcdef0123456789abcdef0123456789a="
            })
    void a_secret_that_can_be_guessed_is_refused_in_one_sentence(String secret) {
        assertThatThrownBy(() -> ring(secret))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("CONSIGN_CARD_KEY_SECRET is no random secret")
                .hasMessageNotContaining(secret);
        assertThatThrownBy(() -> DigestKey.of(secret, "keys").requireRandom())
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("CONSIGN_CARD_KEY_DIGEST_SECRET");
        // It is there to be replaced.
        assertThat(ring(NEW, secret).all()).hasSize(2);
    }

    @Test
    void a_text_and_a_repeated_half_are_refused_as_well() {
        for (var text :
                List.of(
                        "correct horse battery staple 2026",
                        "this is the secret of our shop!!",
                        "寄售商店的秘密不要告!!",
                        "0f1e2d3c4b5a69788796a5b4c3d2e1f0")) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(SecretBytes.isGuessable(Arrays.copyOf(bytes, 32))).as(text).isTrue();
        }
        var half = new byte[32];
        new Random(5).nextBytes(half);
        System.arraycopy(half, 0, half, 16, 16);
        assertThat(SecretBytes.isGuessable(half)).isTrue();
    }

    @Test
    void random_bytes_are_taken() {
        var random = new Random(7);
        var bytes = new byte[32];
        for (var i = 0; i < 20_000; i++) {
            random.nextBytes(bytes);
            assertThat(SecretBytes.isGuessable(bytes)).isFalse();
        }
    }

    @Test
    void neither_secret_is_printed() {
        assertThat(ring(NEW, OLD).toString()).doesNotContain(OLD, NEW);
        assertThatThrownBy(() -> ring(NEW, "bm90IG9m"))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("CONSIGN_CARD_KEY_OLD_SECRETS")
                .hasMessageNotContaining("bm90IG9m");
    }

    private static SealRing ring(String secret, String... oldOnes) {
        return SealRing.of(secret, List.of(oldOnes), new SecureRandom());
    }

    private static String secret(int seed) {
        var bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
