package dev.consign.payment;

/// How we learned a fact. All sources pass the same door with the same checks (incident P2).
public enum FactSource {
    CALLBACK,
    QUERY,
    REISSUE,
    STATEMENT,
    /// A line of a file that a person uploaded: evidence, not the gateway's voice (rule 12).
    UPLOAD,
    MANUAL
}
