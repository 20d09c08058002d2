package dev.consign.broker.deadletter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Texts made to fit their columns.
public final class Texts {
    private Texts() {}

    /// At most so many characters, and no half of a pair anywhere: neither a column nor JSON takes
    /// one.
    public static String cut(String text, int longest) {
        var kept = new StringBuilder(Math.min(text.length(), longest));
        for (var i = 0; i < text.length() && kept.length() < longest; i++) {
            var character = text.charAt(i);
            if (!Character.isSurrogate(character)) {
                kept.append(character);
            } else if (i + 1 < text.length()
                    && Character.isSurrogatePair(character, text.charAt(i + 1))) {
                if (kept.length() + 2 > longest) {
                    break;
                }
                kept.append(character).append(text.charAt(++i));
            } else {
                kept.append('\ufffd');
            }
        }
        return kept.toString();
    }

    /// The same for a column that holds printable ASCII only.
    public static String ascii(String text, int longest) {
        return cut(text.replaceAll("[^\\x20-\\x7e]", "?"), longest);
    }

    /// What stands for a name that cannot be kept whole.
    public static String digested(String name) {
        return "sha256:" + digest(name.getBytes(StandardCharsets.UTF_8));
    }

    /// SHA-256 in hexadecimal digits.
    public static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
