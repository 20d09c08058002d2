package dev.consign.processor.security;

import dev.consign.sql.RefusedToStart;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// The four API keys; long enough not to be guessed, and all different, or the program does not
/// start.
@ConfigurationProperties("consign.api-keys")
public record ApiKeys(
        @Nullable String shop,
        @Nullable String support,
        @Nullable String finance,
        @Nullable String ops) {
    private static final int SHORTEST = 24;

    /// @throws RefusedToStart naming the key that is missing, short or used twice
    public ApiKeys {
        var seen = new HashSet<String>();
        check(Role.SHOP, shop, seen);
        check(Role.SUPPORT, support, seen);
        check(Role.FINANCE, finance, seen);
        check(Role.OPS, ops, seen);
    }

    /// Each role's key.
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
            if (key != null) {
                keys.put(role, key);
            }
        }
        return keys;
    }

    private static void check(Role role, @Nullable String key, Set<String> seen) {
        if (key == null || key.length() < SHORTEST) {
            throw new RefusedToStart(
                    "CONSIGN_API_KEY_%s must have at least %d characters"
                            .formatted(role, SHORTEST));
        }
        if (!key.chars().allMatch(one -> one > ' ' && one < 0x7f)) {
            throw new RefusedToStart(
                    "CONSIGN_API_KEY_%s must be printable ASCII without spaces".formatted(role));
        }
        if (!seen.add(key)) {
            throw new RefusedToStart(
                    "CONSIGN_API_KEY_%s is the key of another role".formatted(role));
        }
    }

    /// Without the keys: this may be logged.
    @Override
    public String toString() {
        return "ApiKeys" + byRole().keySet().toString().toLowerCase(Locale.ROOT);
    }
}
