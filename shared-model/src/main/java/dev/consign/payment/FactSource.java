package dev.consign.payment;

/// How we learned a fact. All sources pass the same door with the same checks (incident P2).
public enum FactSource {
    CALLBACK,
    QUERY,
    REISSUE,
    STATEMENT,
    MANUAL
}
