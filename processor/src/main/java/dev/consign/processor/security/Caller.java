package dev.consign.processor.security;

import java.util.Locale;

/// Who sent the request.
///
/// @param keyId tells two keys of one role apart, in the audit, without giving either away
public record Caller(Role role, String keyId) {
    /// For audit and history: the role and which key.
    public String actor() {
        return name() + ":" + keyId;
    }

    /// The role in lower case; also the owner of idempotency keys, so that a new API key does not
    /// make the shop forget what it has sent.
    public String name() {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
