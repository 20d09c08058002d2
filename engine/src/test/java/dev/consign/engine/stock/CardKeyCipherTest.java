package dev.consign.engine.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.id.ItemId;
import dev.consign.sql.RefusedToStart;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CardKeyCipherTest {
    private static final ItemId ITEM = new ItemId("I0000000000000001");
    private static final ItemId OTHER = new ItemId("I0000000000000002");
    private final CardKeyCipher cipher = cipher(1);

    @Test
    void a_sealed_key_is_read_back_and_never_looks_the_same_twice() {
        var key = "卡号 1234-ABCD".repeat(30);
        var sealed = cipher.encrypt(ITEM, text(key));
        assertThat(cipher.decrypt(ITEM, cipher.secretId(), sealed)).isEqualTo(key);
        assertThat(cipher.encrypt(ITEM, text(key))).isNotEqualTo(sealed);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("1234-ABCD");
    }

    @Test
    void a_key_moved_to_another_item_or_changed_cannot_be_read() {
        var sealed = cipher.encrypt(ITEM, text("1234-ABCD"));
        assertThatThrownBy(() -> cipher.decrypt(OTHER, cipher.secretId(), sealed))
                .isInstanceOf(IllegalStateException.class);
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() -> cipher.decrypt(ITEM, cipher.secretId(), sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("1234-ABCD");
        assertThatThrownBy(() -> cipher.decrypt(ITEM, cipher.secretId(), new byte[5]))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_digest_tells_keys_apart_and_depends_on_the_secret() {
        var digest = cipher.digest(text("1234"));
        assertThat(cipher.digest(text(" 1234\r"))).isEqualTo(digest).hasSize(32);
        assertThat(cipher.digest(text("1235"))).isNotEqualTo(digest);
        assertThat(cipher(2).digest(text("1234"))).isNotEqualTo(digest);
    }

    @Test
    void a_secret_of_another_size_is_refused_without_being_repeated() {
        for (var secret : new String[] {"", "c2hvcnQ=", "not base 64 at all"}) {
            assertThatThrownBy(() -> new CardKeyCipher(secret, new SecureRandom()))
                    .isInstanceOf(RefusedToStart.class)
                    .hasMessageContaining("CONSIGN_CARD_KEY_SECRET")
                    .hasMessageNotContaining("c2hvcnQ=");
        }
    }

    private static CardKeyText text(String key) {
        return ((CardKeyText.Reading.Valid) CardKeyText.read(key)).key();
    }

    private static CardKeyCipher cipher(int seed) {
        var secret = new byte[32];
        new Random(seed).nextBytes(secret);
        return new CardKeyCipher(Base64.getEncoder().encodeToString(secret), new SecureRandom());
    }
}
