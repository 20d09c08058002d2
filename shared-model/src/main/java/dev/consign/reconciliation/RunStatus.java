package dev.consign.reconciliation;

/// What a reconciliation run is doing. A run whose worker died goes on from an earlier status; it
/// ends once.
public enum RunStatus {
    /// Nobody has begun.
    REQUESTED,
    /// The file is being had from the gateway, or from the person who gave it.
    FETCHING,
    /// The file is being checked, and then its lines stored.
    READING,
    /// Lines and books are being compared.
    MATCHING,
    /// Everything was compared; the report is complete.
    DONE,
    /// Nothing was compared; the run says why.
    FAILED;

    /// Whether nothing more will happen.
    public boolean ended() {
        return this == DONE || this == FAILED;
    }
}
