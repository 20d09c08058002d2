package dev.consign.gateway.account;

/// What a program wants of its gateways. Each part has a credential of its own, and a program is
/// given none for what it does not do.
public enum GatewayPart {
    /// To ask, by our key there.
    CLIENT,
    /// To be told, by the key that signs callbacks.
    CALLBACKS,
    /// To read files.
    STATEMENTS
}
