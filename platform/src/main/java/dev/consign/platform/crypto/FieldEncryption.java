package dev.consign.platform.crypto;

import dev.consign.sql.RefusedToStart;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Makes a text unreadable and unchangeable: AES-256-GCM under a random nonce, bound to the name of
/// its owner, so that what is copied to another owner cannot be read there.
final class FieldEncryption {
    static final String ENVIRONMENT = "CONSIGN_CARD_KEY_SECRET";
    private static final String FINGERPRINT = "consign secret fingerprint v1";
    private static final int FINGERPRINT_BYTES = 8;
    private static final String MAC = "HmacSHA256";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] secret;
    private final SecretKeySpec key;
    private final SecureRandom random;

    private FieldEncryption(byte[] secret, SecureRandom random) {
        this.secret = secret;
        this.key = new SecretKeySpec(secret, "AES");
        this.random = random;
    }

    /// @param secret base 64 of 32 bytes
    /// @param random for nonces
    /// @throws RefusedToStart when the secret is anything else
    static FieldEncryption of(String secret, SecureRandom random) {
        return of(ENVIRONMENT, secret, random);
    }

    /// @param name of the setting that has the secret
    static FieldEncryption of(String name, String secret, SecureRandom random) {
        return new FieldEncryption(SecretBytes.read(name, secret), random);
    }

    /// @throws RefusedToStart when the secret can be guessed
    FieldEncryption requireRandom(String name) {
        SecretBytes.requireRandom(name, secret);
        return this;
    }

    /// Tells this secret from others and says nothing about it.
    ///
    /// @return 16 hexadecimal digits
    String fingerprint() {
        return HexFormat.of().formatHex(digest(FINGERPRINT, ""), 0, FINGERPRINT_BYTES);
    }

    /// A seal for another purpose: what one closes, the other cannot open.
    FieldEncryption derived(String purpose) {
        return new FieldEncryption(mac(new SecretKeySpec(secret, MAC), purpose), random);
    }

    /// @return 12 bytes of nonce, then ciphertext and tag
    byte[] close(String owner, String text) {
        try {
            var plain = text.getBytes(StandardCharsets.UTF_8);
            var nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            var cipher = cipher(Cipher.ENCRYPT_MODE, owner, nonce);
            var sealed = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
            System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM", e);
        }
    }

    /// @throws IllegalStateException when the bytes were changed, belong to another owner, or were
    ///   sealed with another secret
    String open(String owner, byte[] sealed) {
        try {
            var nonce = new byte[NONCE_BYTES];
            System.arraycopy(sealed, 0, nonce, 0, NONCE_BYTES);
            var cipher = cipher(Cipher.DECRYPT_MODE, owner, nonce);
            return new String(
                    cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES),
                    StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IndexOutOfBoundsException e) {
            throw new IllegalStateException(
                    "a secret text of %s cannot be read: changed, or sealed with another %s"
                            .formatted(owner, ENVIRONMENT),
                    e);
        }
    }

    /// The same for the same text, and only then; without the secret it cannot be searched by
    /// guessing.
    ///
    /// @param purpose keeps digests for different ends apart
    /// @return 32 bytes
    byte[] digest(String purpose, String text) {
        return mac(new SecretKeySpec(mac(new SecretKeySpec(secret, MAC), purpose), MAC), text);
    }

    private Cipher cipher(int mode, String owner, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }
}
