package dev.consign.processor.security;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The keys of people, one a line: `name role key [end]`.
///
/// ```
/// fay   finance  3c9f…            2027-06-30
/// fred  finance  sha256:9a41…
/// ```
///
/// The end is the last UTC day, or a time such as `2027-06-30T12:00:00Z`. Instead of a key its
/// SHA-256 may stand there, so that the file holds no secret; how hard that key is to guess cannot
/// be seen then. A person may have several keys, and several roles. Empty lines, and what follows
/// `#` at the beginning of a word, are skipped.
final class KeyFile {
    /// More than this is no keys file.
    static final int LARGEST = 256 * 1024;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,31}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-fA-F]{64}");

    /// Whoever does things by themselves here: nobody may pass for them.
    private static final Set<String> TAKEN =
            Set.of("engine", "clock", "gateway", "processor", "reconciler", "nobody");

    private KeyFile() {}

    /// One key.
    ///
    /// @param digest SHA-256, 32 bytes
    /// @param ends when it is none any more; null for never
    record Entry(String name, Role role, byte[] digest, @Nullable Instant ends) {}

    /// @throws IllegalArgumentException naming the first line that is wrong, and nothing of a key
    static List<Entry> read(String text) {
        var entries = new ArrayList<Entry>();
        var lines = text.lines().toList();
        for (var i = 0; i < lines.size(); i++) {
            try {
                entry(lines.get(i)).ifPresent(entries::add);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "line %d: %s".formatted(i + 1, e.getMessage()), e);
            }
        }
        return List.copyOf(entries);
    }

    private static Optional<Entry> entry(String line) {
        var words = new ArrayList<String>();
        for (var word : line.strip().split("\\s+", -1)) {
            if (word.startsWith("#")) {
                break;
            }
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        if (words.isEmpty()) {
            return Optional.empty();
        }
        if (words.size() < 3 || words.size() > 4) {
            throw new IllegalArgumentException("it must be `name role key [end]`");
        }
        var name = words.getFirst();
        var role = role(words.get(1));
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a name is 1 to 32 small letters, digits, dots, underscores and hyphens, a letter first");
        }
        if (TAKEN.contains(name) || isOtherRole(name, role)) {
            throw new IllegalArgumentException("the name %s is taken".formatted(name));
        }
        return Optional.of(
                new Entry(
                        name,
                        role,
                        digest(name, words.get(2)),
                        words.size() < 4 ? null : end(words.get(3))));
    }

    private static Role role(String word) {
        for (var role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("a role is shop, support, finance or ops");
    }

    /// A further key of a program bears the name of its own role only.
    private static boolean isOtherRole(String name, Role role) {
        for (var one : Role.values()) {
            if (one != role && one.name().toLowerCase(Locale.ROOT).equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] digest(String name, String word) {
        if (DIGEST.matcher(word).matches()) {
            return HexFormat.of().parseHex(word.substring(word.indexOf(':') + 1));
        }
        KeyStrength.flaw(word)
                .ifPresent(flaw -> {
                    throw new IllegalArgumentException("the key of %s %s".formatted(name, flaw));
                });
        return KeyRing.digest(word);
    }

    private static Instant end(String word) {
        try {
            return word.indexOf('T') > 0
                    ? Instant.parse(word)
                    : LocalDate.parse(word).plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "an end is a UTC day such as 2027-06-30 or a time such as 2027-06-30T12:00:00Z",
                    e);
        }
    }
}
