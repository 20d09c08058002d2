package dev.consign.processor.stock;

import dev.consign.id.ItemId;
import dev.consign.processor.seal.Seal;
import dev.consign.sql.RefusedToStart;
import java.security.SecureRandom;

/// Keeps card keys unreadable and unchangeable in the database, bound to their item, so that a row
/// copied to another item cannot be read there. Equal keys are found by a keyed digest, which
/// cannot be searched by guessing, and which knows nothing of the item: the same key is the same
/// goods wherever it is listed (rule 16).
public final class CardKeyCipher {
    private static final String DIGEST_LABEL = "consign card key digest v2";

    private final Seal seal;

    /// @param secret base 64 of 32 bytes
    /// @param random for nonces
    /// @throws RefusedToStart when the secret is anything else
    public CardKeyCipher(String secret, SecureRandom random) {
        this.seal = Seal.of(secret, random);
    }

    /// @return 12 bytes of nonce, then ciphertext and tag
    public byte[] encrypt(ItemId item, CardKeyText key) {
        return seal.close(item.value(), key.value());
    }

    /// @throws IllegalStateException when the bytes were changed, belong to another item, or were
    ///   sealed with another secret
    public String decrypt(ItemId item, byte[] sealed) {
        return seal.open(item.value(), sealed);
    }

    /// The same for the same key, and only then.
    ///
    /// @return 32 bytes
    public byte[] digest(CardKeyText key) {
        return seal.digest(DIGEST_LABEL, key.value());
    }
}
