package dev.consign.platform.worker;

import java.time.Duration;

/// What is done every now and then, in one process at a time, by a [PeriodicJob].
public interface PeriodicWork {
    /// One job, in the table of leases and in the log.
    String name();

    /// From the end of one to the next.
    Duration every();

    /// A part of the work that takes seconds at most.
    ///
    /// @return [TurnResult#MORE] when others follow at once
    TurnResult slice();

    /// Run in place of a slice while another process has the job; quick.
    default void elsewhere() {}
}
