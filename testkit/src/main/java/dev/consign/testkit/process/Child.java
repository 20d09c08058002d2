package dev.consign.testkit.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One program that runs at most once at a time: starting it while it lives is refused.
public final class Child {
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(50);

    private final ChildSpec spec;
    private @Nullable Process process;

    /// @param spec how to start it, now and every later time
    public Child(ChildSpec spec) {
        this.spec = spec;
    }

    /// @return the name given by the specification
    public String name() {
        return spec.name();
    }

    /// @return how it is started
    public ChildSpec spec() {
        return spec;
    }

    /// Starts the program; its output is appended to the log.
    ///
    /// @return the running process
    public synchronized Process start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(name() + " runs already");
        }
        try {
            OwnerOnly.parent(spec.log());
            OwnerOnly.file(spec.log());
            var builder = new ProcessBuilder(OwnSession.of(spec.command()));
            builder.environment().putAll(spec.environment());
            builder.environment()
                    .put(ParentWatch.VARIABLE, Long.toString(ProcessHandle.current().pid()));
            builder.redirectErrorStream(true);
            builder.redirectInput(new File("/dev/null"));
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
            process = builder.start();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name(), e);
        }
    }

    /// Waits until the child can be relied on.
    ///
    /// @param limit how long to wait
    /// @throws ChildFailure when it ends first or is not ready in time, with its last log lines
    public void awaitReady(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        var running = running();
        while (!spec.readiness().isReady()) {
            if (running.waitFor(BETWEEN_CHECKS.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ChildFailure(this, "ended with code " + running.exitValue());
            }
            if (System.nanoTime() > end) {
                throw new ChildFailure(this, "was not ready within " + limit.toSeconds() + " s");
            }
        }
    }

    /// @return the process started last
    public synchronized Process running() {
        if (process == null) {
            throw new IllegalStateException(name() + " was never started");
        }
        return process;
    }

    /// @return the process id of the process started last
    public long pid() {
        return running().pid();
    }

    /// @return true while the process runs
    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /// Ends the process at once, as a crash would, and waits until it is gone.
    public void kill9() throws InterruptedException {
        var victim = running();
        victim.destroyForcibly();
        victim.waitFor();
    }

    /// Asks the process to end and ends it with force when it does not, or when the waiting thread
    /// is told to stop.
    ///
    /// @param grace how long it may take over it
    public void stop(Duration grace) {
        if (!isAlive()) {
            return;
        }
        var leaving = running();
        leaving.destroy();
        try {
            if (!leaving.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                kill9();
            }
        } catch (InterruptedException _) {
            leaving.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
