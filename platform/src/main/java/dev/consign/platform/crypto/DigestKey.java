package dev.consign.platform.crypto;

import dev.consign.sql.RefusedToStart;
import java.security.SecureRandom;

/// Finds equal texts without keeping them: the same digest for the same text, and only then, which
/// without the secret cannot be searched by guessing. Its secret stays when those of the seals are
/// replaced: a digest cannot be made again from what is stored.
public final class DigestKey {
    /// The setting that has the secret.
    public static final String ENVIRONMENT = "CONSIGN_CARD_KEY_DIGEST_SECRET";

    private final FieldEncryption seal;
    private final String purpose;

    private DigestKey(FieldEncryption seal, String purpose) {
        this.seal = seal;
        this.purpose = purpose;
    }

    /// @param secret base 64 of 32 bytes
    /// @param purpose keeps digests for different ends apart
    /// @throws RefusedToStart when the secret is anything else
    public static DigestKey of(String secret, String purpose) {
        return new DigestKey(FieldEncryption.of(ENVIRONMENT, secret, new SecureRandom()), purpose);
    }

    /// @return 32 bytes
    public byte[] of(String text) {
        return seal.digest(purpose, text);
    }

    /// The fingerprint of its secret.
    public String id() {
        return seal.fingerprint();
    }

    /// For the first use of it: one that has digests already cannot be replaced, weak as it may be.
    ///
    /// @throws RefusedToStart when the secret can be guessed
    public void requireRandom() {
        seal.requireRandom(ENVIRONMENT);
    }

    /// The fingerprint only.
    @Override
    public String toString() {
        return "DigestKey[" + id() + "]";
    }
}
