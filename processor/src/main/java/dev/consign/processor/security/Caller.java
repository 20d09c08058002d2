package dev.consign.processor.security;

import java.util.Locale;

/// Who sent the request, and in which role.
///
/// @param name of the person whose key it is, 1 to 32 small letters, digits, `.`, `_` and `-`; for
///   the key of a role, which is a program's, the role in small letters. Also the owner of
///   idempotency keys, so that a new API key makes nobody forget what they have sent
public record Caller(Role role, String name) {
    /// The actor of the shop's own program.
    public static final String SHOP = "shop:shop";

    private static final char BETWEEN = ':';

    /// For audit, history and every other place that says who did something: `finance:fay`, or
    /// `shop:shop` for the shop's own key.
    public String actor() {
        return role.name().toLowerCase(Locale.ROOT) + BETWEEN + name;
    }

    /// Whether an actor is a program, which has the key of its role, and no person.
    ///
    /// @param actor as [#actor()] wrote it
    public static boolean isProgram(String actor) {
        var at = actor.indexOf(BETWEEN);
        return actor.substring(0, Math.max(at, 0)).equals(actor.substring(at + 1));
    }

    /// Whether an actor of any role is the same person.
    ///
    /// @param actor as [#actor()] wrote it
    public boolean isSamePerson(String actor) {
        return actor.substring(actor.indexOf(BETWEEN) + 1).equals(name);
    }
}
