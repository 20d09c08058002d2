package dev.consign.platform.crypto;

import dev.consign.sql.RefusedToStart;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;

/// Reads secrets of 32 bytes and tells random ones from those that somebody thought up: all zeros,
/// a pattern, a text. Of random bytes one in a hundred million is taken for such, and refused.
final class SecretBytes {
    private static final int LENGTH = 32;

    /// Of 32 random bytes 30 are different on average, and fewer than 20 once in seven billion
    /// times.
    private static final int LEAST_DIFFERENT = 20;

    private SecretBytes() {}

    /// @param name of the setting, for the sentence that refuses it
    /// @param text base 64 of 32 bytes
    /// @throws RefusedToStart when it is anything else; what was wrong is not repeated
    static byte[] read(String name, String text) {
        try {
            var bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length == LENGTH) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // Answered below.
        }
        throw new RefusedToStart(name + " must be the base 64 form of exactly 32 random bytes");
    }

    /// @throws RefusedToStart when it can be guessed
    static void requireRandom(String name, byte[] bytes) {
        if (isGuessable(bytes)) {
            throw new RefusedToStart(
                    "%s is no random secret but a pattern or a text: make one with `openssl rand -base64 32`"
                            .formatted(name));
        }
    }

    static boolean isGuessable(byte[] bytes) {
        var values = new HashSet<Byte>();
        var steps = new HashSet<Byte>();
        for (var i = 0; i < bytes.length; i++) {
            values.add(bytes[i]);
            steps.add((byte) (bytes[i] - bytes[(i + 1) % bytes.length]));
        }
        return values.size() < LEAST_DIFFERENT
                || steps.size() < LEAST_DIFFERENT
                || isText(bytes)
                || isOneCase(Base64.getEncoder().encodeToString(bytes));
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    /// A sentence or a hexadecimal number that was given as if it were base 64 has letters of one
    /// case only. The last character is left out, of which only some bits were taken.
    private static boolean isOneCase(String base64) {
        var given = base64.substring(0, base64.indexOf('=') - 1);
        return given.chars().noneMatch(one -> one >= 'a' && one <= 'z')
                || given.chars().noneMatch(one -> one >= 'A' && one <= 'Z');
    }
}
