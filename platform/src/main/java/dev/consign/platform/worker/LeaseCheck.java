package dev.consign.platform.worker;

import dev.consign.sql.InvariantViolation;

/// What became of a write under a lease. Losing is normal: the row has ended meanwhile, or its
/// lease ran out and somebody else holds it now (incident I7).
public enum LeaseCheck {
    HELD,
    LOST;

    /// @param updated rows that a write by name and fence has changed
    /// @param row for people
    /// @throws InvariantViolation when one name has several rows
    public static LeaseCheck of(int updated, String row) {
        return switch (updated) {
            case 0 -> LOST;
            case 1 -> HELD;
            default -> throw new InvariantViolation("%d rows are %s".formatted(updated, row));
        };
    }
}
