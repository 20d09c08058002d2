package dev.consign.platform.worker;

import java.util.Optional;

/// Work that nobody waits for, and whose end therefore nobody would notice.
public interface BackgroundWork {
    /// @return why the work is not done as it should be, for health; empty while all is well. A
    ///   server that is away is no reason: it has a health of its own
    Optional<String> down();
}
