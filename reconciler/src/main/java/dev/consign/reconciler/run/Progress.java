package dev.consign.reconciler.run;

import dev.consign.reconciliation.RunStatus;
import org.jspecify.annotations.Nullable;

/// How far a run has come, as people see it.
///
/// @param total lines of the file; null until it was read once to its end
/// @param read lines that are stored
/// @param compared lines that were compared with our books
/// @param matched those of them that agree with our books
public record Progress(
        RunStatus status, @Nullable Long total, long read, long compared, long matched) {
    public static Progress fetching() {
        return new Progress(RunStatus.FETCHING, null, 0, 0, 0);
    }

    /// The file is read for the first time, to find out whether it may be believed.
    public static Progress checking() {
        return new Progress(RunStatus.READING, null, 0, 0, 0);
    }

    public static Progress storing(long total, long stored) {
        return new Progress(RunStatus.READING, total, stored, 0, 0);
    }

    public static Progress matching(long total, long compared, long matched) {
        return new Progress(RunStatus.MATCHING, total, total, compared, matched);
    }
}
