package dev.consign.platform.worker;

/// What a turn of a loop says about the next one.
public enum TurnResult {
    /// There may be more: the next turn follows at once.
    MORE,
    /// There was nothing left: the next turn comes after the poll, or when somebody wakes the loop.
    NOTHING,
    /// The other side is away: the next turn comes after the poll, and nobody can hasten it.
    AWAY
}
