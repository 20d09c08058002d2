package dev.consign.processor.security;

import java.util.List;
import java.util.Optional;

/// Estimates how hard an API key is to guess, from the key alone: there is no list of bad words
/// that somebody would have to keep (issue 11, number 9). What repeats an earlier part, or goes on
/// as an alphabet, a row of digits or a row of a keyboard does, tells a guesser next to nothing;
/// small letters in a row tell as much as a word does. The rest counts by how many different
/// characters the key has.
///
/// 24 random characters of the sixteen of a hexadecimal number are enough.
final class KeyStrength {
    /// Fewer characters are refused, whatever they are.
    static final int SHORTEST = 24;

    private static final int LEAST_BITS = 64;

    /// Letters of a word beyond its third: Shannon's estimate for English is lower still.
    private static final double BITS_IN_A_WORD = 1.5;

    private static final int WORD_BEGINS = 3;
    private static final int REPEATS_FROM = 3;

    private static final List<String> KEYBOARD_ROWS =
            List.of("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890");

    private KeyStrength() {}

    /// What is wrong with a key, as the end of a sentence that begins with its name; empty when
    /// nothing is. Nothing of the key is in it.
    static Optional<String> flaw(String key) {
        if (key.length() < SHORTEST) {
            return Optional.of("must have at least %d characters".formatted(SHORTEST));
        }
        if (!key.chars().allMatch(one -> one > ' ' && one < 0x7f && one != ',')) {
            return Optional.of("must be printable ASCII without spaces and commas");
        }
        var bits = bits(key);
        return bits < LEAST_BITS
                ? Optional.of(
                        "is easy to guess, about %d bits by its length and variety where %d are needed: make one with `openssl rand -hex 24`"
                                .formatted((int) bits, LEAST_BITS))
                : Optional.empty();
    }

    /// An estimate from above; never negative.
    static double bits(String key) {
        var each = Math.log((double) key.chars().distinct().count()) / Math.log(2);
        var bits = 0.0;
        var letters = 0;
        var at = 0;
        while (at < key.length()) {
            var repeated = repeated(key, at);
            if (repeated >= REPEATS_FROM) {
                // Where it began, and how long it is.
                bits += each;
                at += repeated;
                letters = 0;
                continue;
            }
            letters = Character.isLowerCase(key.charAt(at)) ? letters + 1 : 0;
            if (!continues(key, at)) {
                bits += letters > WORD_BEGINS ? Math.min(each, BITS_IN_A_WORD) : each;
            }
            at++;
        }
        return bits;
    }

    /// How many characters from here on stand in the same order further in front, in whatever case.
    private static int repeated(String key, int at) {
        var longest = 0;
        for (var from = 0; from < at; from++) {
            var length = 0;
            while (at + length < key.length() && same(key, from + length, at + length)) {
                length++;
            }
            longest = Math.max(longest, length);
        }
        return longest;
    }

    private static boolean same(String key, int one, int other) {
        return Character.toLowerCase(key.charAt(one)) == Character.toLowerCase(key.charAt(other));
    }

    /// Whether the two before and this one are steps of one walk.
    private static boolean continues(String key, int at) {
        if (at < 2) {
            return false;
        }
        var first = Character.toLowerCase(key.charAt(at - 2));
        var second = Character.toLowerCase(key.charAt(at - 1));
        var third = Character.toLowerCase(key.charAt(at));
        var step = second - first;
        if (Math.abs(step) <= 1 && third - second == step) {
            return true;
        }
        return KEYBOARD_ROWS.stream()
                .anyMatch(row -> {
                    var walk = row.indexOf(second) - row.indexOf(first);
                    return row.indexOf(first) >= 0
                            && row.indexOf(second) >= 0
                            && row.indexOf(third) >= 0
                            && Math.abs(walk) == 1
                            && row.indexOf(third) - row.indexOf(second) == walk;
                });
    }
}
