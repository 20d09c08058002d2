package dev.consign.testkit.process;

import java.security.SecureRandom;
import java.util.Base64;

/// Random secrets of 192 bits, safe in URLs, SQL literals and property files.
public final class Tokens {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    /// @return 32 letters, digits, `-` and `_`
    public static String next() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(24));
    }

    /// @return 32 random bytes in base 64
    public static String secret() {
        return Base64.getEncoder().encodeToString(bytes(32));
    }

    /// @param count how many
    /// @return random bytes
    public static byte[] bytes(int count) {
        var bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
