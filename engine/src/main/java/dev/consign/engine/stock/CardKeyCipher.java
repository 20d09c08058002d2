package dev.consign.engine.stock;

import dev.consign.id.ItemId;
import dev.consign.platform.crypto.DigestKey;
import dev.consign.platform.crypto.SealRing;
import dev.consign.sql.RefusedToStart;
import java.security.SecureRandom;
import java.util.List;

/// Keeps card keys unreadable and unchangeable in the database, bound to their item, so that a row
/// copied to another item cannot be read there. Equal keys are found by a keyed digest, which
/// cannot be searched by guessing, and which knows nothing of the item: the same key is the same
/// goods wherever it is listed (rule 16). The digest has a secret of its own, which stays when the
/// one that encrypts is replaced (issue 11 number 8).
public final class CardKeyCipher {
    private static final String DIGEST_LABEL = "consign card key digest v2";

    private final SealRing seals;
    private final DigestKey digests;

    /// @param seals encrypt and decrypt
    /// @param digestSecret base 64 of 32 bytes
    /// @throws RefusedToStart when the secret is anything else
    public CardKeyCipher(SealRing seals, String digestSecret) {
        this.seals = seals;
        this.digests = DigestKey.of(digestSecret, DIGEST_LABEL);
    }

    /// With one secret for both.
    ///
    /// @param secret base 64 of 32 random bytes
    /// @param random for nonces
    /// @throws RefusedToStart when the secret is anything else
    public CardKeyCipher(String secret, SecureRandom random) {
        this(SealRing.of(secret, List.of(), random), secret);
    }

    /// @return 12 bytes of nonce, then ciphertext and tag, under [#secretId()]
    public byte[] encrypt(ItemId item, CardKeyText key) {
        return seals.close(item.value(), key.value());
    }

    /// The fingerprint of the secret that encrypts.
    public String secretId() {
        return seals.current();
    }

    /// @param secretId what stands beside it in the database
    /// @throws IllegalStateException when the bytes were changed, belong to another item, or were
    ///   sealed with another secret
    public String decrypt(ItemId item, String secretId, byte[] sealed) {
        return seals.open(item.value(), secretId, sealed);
    }

    /// The same text under the secret that encrypts now.
    public byte[] reseal(ItemId item, String secretId, byte[] sealed) {
        return seals.close(item.value(), decrypt(item, secretId, sealed));
    }

    /// The same for the same key, and only then.
    ///
    /// @return 32 bytes
    public byte[] digest(CardKeyText key) {
        return digests.of(key.value());
    }

    /// What makes the digests, of texts that are in their normal form.
    public DigestKey digests() {
        return digests;
    }
}
