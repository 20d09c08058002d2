package dev.consign.processor.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds out whose key it is, in the same time for every key, right or wrong: digests of equal
/// length are compared in constant time, and always all of them. Keys themselves are not kept. The
/// ring is exchanged as a whole, so a request meets the old keys or the new ones.
@Component
final class KeyRing {
    private final List<Known> programs;
    private final InstantSource clock;
    private volatile List<Known> known;

    /// @param keys of the roles, which stay as they are
    KeyRing(ApiKeys keys, InstantSource clock) {
        this.clock = clock;
        var roles = new ArrayList<Known>();
        keys.byRole()
                .forEach((role, key) -> {
                    var name = role.name().toLowerCase(Locale.ROOT);
                    roles.add(new Known(new KeyFile.Entry(name, role, digest(key), null)));
                });
        this.programs = List.copyOf(roles);
        this.known = programs;
    }

    /// From now on these are the keys of people.
    ///
    /// @throws IllegalArgumentException when a key is there twice; nothing has changed then
    void exchange(List<KeyFile.Entry> people) {
        var all = new ArrayList<>(programs);
        people.forEach(one -> all.add(new Known(one)));
        var digests = new HashSet<String>();
        for (var one : all) {
            if (!digests.add(HexFormat.of().formatHex(one.key().digest()))) {
                throw new IllegalArgumentException(
                        "the key of %s is somebody else's, or there twice"
                                .formatted(one.key().name()));
            }
        }
        known = List.copyOf(all);
    }

    /// Whether anybody would have a key of the role, were these the keys of people.
    boolean wouldHave(Role role, List<KeyFile.Entry> people) {
        return programs.stream().anyMatch(one -> one.key().role() == role)
                || people.stream().anyMatch(one -> one.role() == role);
    }

    /// Whether anybody has a key of the role.
    boolean has(Role role) {
        return known.stream().anyMatch(one -> one.key().role() == role);
    }

    /// How many people, by name, have a key of the role today.
    long people(Role role) {
        var now = clock.instant();
        return known.stream()
                .filter(one -> one.key().role() == role && !one.hasEnded(now))
                .map(Known::caller)
                .filter(one -> !Caller.isProgram(one.actor()))
                .distinct()
                .count();
    }

    int size() {
        return known.size();
    }

    Found find(String key) {
        var digest = digest(key);
        @Nullable Known found = null;
        for (var one : known) {
            if (MessageDigest.isEqual(one.key().digest(), digest)) {
                found = one;
            }
        }
        if (found == null) {
            return new Found.Nobody();
        }
        return found.hasEnded(clock.instant())
                ? new Found.Ended(found.caller())
                : new Found.Somebody(found.caller());
    }

    /// SHA-256: a key is long and random, so nothing slower is needed against guessing.
    static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Whose key it is.
    sealed interface Found {
        /// Theirs.
        record Somebody(Caller caller) implements Found {}

        /// It was theirs until its end date.
        record Ended(Caller caller) implements Found {}

        /// Nobody's that we know.
        record Nobody() implements Found {}
    }

    private record Known(KeyFile.Entry key) {
        boolean hasEnded(Instant now) {
            return key.ends() != null && !now.isBefore(key.ends());
        }

        Caller caller() {
            return new Caller(key.role(), key.name());
        }
    }
}
