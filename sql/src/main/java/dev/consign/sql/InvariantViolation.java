package dev.consign.sql;

/// Something happened that the code is written to make impossible, such as an update by primary key
/// that hit two rows. The transaction is rolled back and a person is told; it is never retried.
public final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param what what was found, and where
    public InvariantViolation(String what) {
        super(what);
    }

    /// A write must hit exactly the rows it is meant for.
    ///
    /// @param what which rows
    /// @throws InvariantViolation when it hit more or fewer
    public static void expect(String what, long expected, long found) {
        if (expected != found) {
            throw new InvariantViolation(
                    "%s: expected %d rows, found %d".formatted(what, expected, found));
        }
    }
}
