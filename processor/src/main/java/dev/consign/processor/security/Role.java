package dev.consign.processor.security;

/// What an API key stands for.
public enum Role {
    /// The shop's front end.
    SHOP,
    /// Those who find an order and say what happened to it.
    SUPPORT,
    /// Those who answer for the money.
    FINANCE,
    /// Those who keep it running.
    OPS;

    /// As Spring Security names it.
    String authority() {
        return "ROLE_" + name();
    }
}
