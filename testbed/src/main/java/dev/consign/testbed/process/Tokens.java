package dev.consign.testbed.process;

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

    /// @param count how many
    /// @return random bytes
    public static byte[] bytes(int count) {
        var bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
