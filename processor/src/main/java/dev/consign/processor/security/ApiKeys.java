package dev.consign.processor.security;

import dev.consign.sql.RefusedToStart;
import dev.consign.sql.start.Settings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// The API keys of the four roles, for programs, and where those of people are; hard to guess, and
/// all different, or the program does not start.
///
/// @param file with the keys of people, see [KeyFile]; blank for none. With one, a role may be
///   without a key here
/// @param reread how often the file is looked at
@ConfigurationProperties("consign.api-keys")
public record ApiKeys(
        @Nullable String shop,
        @Nullable String support,
        @Nullable String finance,
        @Nullable String ops,
        @Nullable String file,
        Duration reread) {
    /// @throws RefusedToStart naming every key that is missing, weak or used twice
    public ApiKeys {
        var alone = file == null || file.isBlank();
        var seen = new HashSet<String>();
        Settings.together(
                List.of(
                        () -> check(Role.SHOP, shop, alone, seen),
                        () -> check(Role.SUPPORT, support, alone, seen),
                        () -> check(Role.FINANCE, finance, alone, seen),
                        () -> check(Role.OPS, ops, alone, seen)));
        if (reread == null || reread.isNegative() || reread.isZero()) {
            throw new RefusedToStart("consign.api-keys.reread is not set");
        }
    }

    /// The key of each role that has one.
    Map<Role, String> byRole() {
        var keys = new EnumMap<Role, String>(Role.class);
        for (var role : Role.values()) {
            var key =
                    switch (role) {
                        case SHOP -> shop;
                        case SUPPORT -> support;
                        case FINANCE -> finance;
                        case OPS -> ops;
                    };
            if (key != null && !key.isEmpty()) {
                keys.put(role, key);
            }
        }
        return keys;
    }

    private static void check(Role role, @Nullable String key, boolean needed, Set<String> seen) {
        if (!needed && (key == null || key.isEmpty())) {
            return;
        }
        if (key == null || key.isEmpty()) {
            throw new RefusedToStart("CONSIGN_API_KEY_%s is not set".formatted(role));
        }
        KeyStrength.flaw(key)
                .ifPresent(flaw -> {
                    throw new RefusedToStart("CONSIGN_API_KEY_%s %s".formatted(role, flaw));
                });
        if (!seen.add(key)) {
            throw new RefusedToStart(
                    "CONSIGN_API_KEY_%s is the key of another role".formatted(role));
        }
    }

    /// Without the keys: this may be logged.
    @Override
    public String toString() {
        return "ApiKeys%s, file %s"
                .formatted(
                        byRole().keySet().toString().toLowerCase(Locale.ROOT),
                        file == null || file.isBlank() ? "none" : file);
    }
}
