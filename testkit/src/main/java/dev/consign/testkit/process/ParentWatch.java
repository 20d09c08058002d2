package dev.consign.testkit.process;

import java.util.concurrent.locks.LockSupport;

/// Ends this process within about a second of its parent's death, so that nothing is left behind.
///
/// A parent killed with -9 cannot end its children; the children have to notice by themselves.
public final class ParentWatch {
    /// The environment variable that holds the process id of the parent.
    public static final String VARIABLE = "CONSIGN_PARENT_PID";

    private static final long PERIOD_NANOS = 1_000_000_000L;

    private ParentWatch() {}

    /// Starts watching; does nothing in a process that was given no parent.
    public static void start() {
        var parentPid = System.getenv(VARIABLE);
        if (parentPid == null) {
            return;
        }
        var parent = ProcessHandle.of(Long.parseLong(parentPid));
        Thread.ofPlatform()
                .daemon()
                .name("parent-watch")
                .start(() -> {
                    while (parent.isPresent() && parent.get().isAlive()) {
                        LockSupport.parkNanos(PERIOD_NANOS);
                    }
                    System.err.println("The parent process is gone, so this one ends.");
                    // A crash is what the others are built for; an orderly stop could hang.
                    Runtime.getRuntime().halt(3);
                });
    }
}
