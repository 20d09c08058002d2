package dev.consign.testbed.launcher;

import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.LogFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Keeps all children running and their logs bounded, and ends them in reverse order; every one
/// that runs is noted on disk.
final class Supervisor implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration LOOK_AT_LOGS = Duration.ofSeconds(1);

    private final Path processes;
    private final Runnable changed;
    private final Consumer<String> progress;
    private final List<Watch> watches = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean closed;

    /// @param processes where the running children are noted
    /// @param changed called when a child has a new process id
    Supervisor(Path processes, Runnable changed, Consumer<String> progress) {
        this.processes = processes;
        this.changed = changed;
        this.progress = progress;
    }

    /// Starts a child and goes on starting it.
    ///
    /// @return its watch
    synchronized Watch watch(Child child) {
        if (closed) {
            throw new LaunchFailure("Consign is being stopped.");
        }
        LogFile.rotate(child.spec().log());
        if (watches.isEmpty()) {
            Thread.ofVirtual().name("logs").start(this::boundLogs);
        }
        var watch = new Watch(child, this::noteAll, progress);
        watches.add(watch);
        watch.start();
        return watch;
    }

    private void boundLogs() {
        var bounded = true;
        try {
            while (!ended.await(LOOK_AT_LOGS.toMillis(), TimeUnit.MILLISECONDS)) {
                bounded = boundLogs(bounded);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param bounded whether it went well the last time
    /// @return whether it did now
    private boolean boundLogs(boolean bounded) {
        try {
            for (var watch : watches()) {
                LogFile.bound(watch.child().spec().log(), LogFile.LARGEST);
            }
            return true;
        } catch (RuntimeException | Error e) {
            if (bounded) {
                say("logs are not kept small just now: " + e.getMessage());
            }
            return false;
        }
    }

    private void say(String line) {
        try {
            progress.accept(line);
        } catch (RuntimeException _) {
            // Logs grow on when nobody bounds them, whoever fails to listen.
        }
    }

    private synchronized void noteAll() {
        var names = new ArrayList<String>();
        var handles = new ArrayList<ProcessHandle>();
        for (var watch : watches) {
            if (watch.child().isAlive()) {
                names.add(watch.child().name());
                handles.add(watch.child().running().toHandle());
            }
        }
        Leftovers.note(processes, handles, names);
        changed.run();
    }

    synchronized List<Watch> watches() {
        return List.copyOf(watches);
    }

    Watch watch(String name) {
        return watches().stream()
                .filter(watch -> watch.child().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no child called " + name));
    }

    @Override
    public void close() {
        List<Watch> ending;
        synchronized (this) {
            closed = true;
            ending = watches.reversed();
        }
        ended.countDown();
        ending.forEach(Watch::end);
        for (var watch : ending) {
            watch.child().stop(GRACE);
        }
    }
}
