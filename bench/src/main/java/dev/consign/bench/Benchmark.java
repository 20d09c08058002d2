package dev.consign.bench;

import dev.consign.bench.report.Report;

/// Measures one thing, beside what it is compared with.
public interface Benchmark {
    /// @return what a user types after `./consign bench`
    String name();

    /// @return what is found out, in one line
    String question();

    /// Takes a bounded time and leaves no process behind.
    ///
    /// @throws Exception when something is in the way; nothing is reported then
    Report run(Setting setting) throws Exception;
}
