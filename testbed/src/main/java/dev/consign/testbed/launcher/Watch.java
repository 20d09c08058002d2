package dev.consign.testbed.launcher;

import dev.consign.sql.RefusedToStart;
import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.ChildFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Keeps one child running: it is started again whenever it ends, until the watch is told to end.
/// Once the child was ready nothing else ends the watch, no full disk and no bug of ours (issue 11,
/// number 11: the thread was gone after a write that failed, and nobody noticed).
final class Watch {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration HEALTHY_LIFE = Duration.ofSeconds(30);
    private static final Duration CHECK = Duration.ofMillis(100);
    private static final Duration NOTE_AGAIN = Duration.ofSeconds(1);
    private static final int DEATHS_BEFORE_READY = 5;

    private final Child child;
    private final Runnable changed;
    private final Consumer<String> progress;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean over;
    private volatile long readyPid;
    private int deaths;
    private boolean noted = true;
    private Duration pause = FIRST_PAUSE;

    /// @param changed called after every start, and again until it has not failed
    /// @param progress is told about deaths
    Watch(Child child, Runnable changed, Consumer<String> progress) {
        this.child = child;
        this.changed = changed;
        this.progress = progress;
    }

    Child child() {
        return child;
    }

    /// @return completed when it was ready once, failed when it never will be
    CompletableFuture<Void> firstReady() {
        return firstReady;
    }

    /// @return true when the process that runs now was found ready
    boolean isReady() {
        return child.isAlive() && child.pid() == readyPid;
    }

    void start() {
        Thread.ofVirtual()
                .name("watch-" + child.name())
                .start(() -> {
                    try {
                        keepRunning();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private void keepRunning() throws InterruptedException {
        var goesOn = true;
        while (goesOn) {
            try {
                goesOn = liveOnce();
            } catch (RuntimeException | Error e) {
                if (firstReady.completeExceptionally(e)) {
                    return;
                }
                say(
                        "%s is not kept running just now, and tried again in %d s: %s"
                                .formatted(child.name(), LONGEST_PAUSE.toSeconds(), e));
                pause(LONGEST_PAUSE);
            }
        }
    }

    /// @return whether to start it once more
    private boolean liveOnce() throws InterruptedException {
        if (!startUnlessOver()) {
            return false;
        }
        long started = System.nanoTime();
        note();
        liveThrough();
        if (over) {
            return false;
        }
        int code = child.running().exitValue();
        if (!firstReady.isDone() && code == RefusedToStart.EXIT_CODE) {
            // It would say the same again.
            throw ChildFailure.refused(child);
        }
        if (!firstReady.isDone() && ++deaths == DEATHS_BEFORE_READY) {
            throw new ChildFailure(
                    child,
                    "ended %d times before it was ready, the last time with code %d"
                            .formatted(deaths, code));
        }
        if (System.nanoTime() - started > HEALTHY_LIFE.toNanos()) {
            pause = FIRST_PAUSE;
        }
        say(
                "%s ended with code %d and is started again in %d ms"
                        .formatted(child.name(), code, pause.toMillis()));
        pause(pause);
        var longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        return true;
    }

    /// A run that cannot be noted at its start does not begin; one that goes on is not ended for
    /// it.
    private void note() {
        try {
            changed.run();
            noted = true;
        } catch (RuntimeException e) {
            if (!firstReady.isDone()) {
                throw e;
            }
            if (noted) {
                say(
                        "that %s has process %d cannot be noted, and is tried again: %s"
                                .formatted(child.name(), child.pid(), e.getMessage()));
            }
            noted = false;
        }
    }

    private void liveThrough() throws InterruptedException {
        var process = child.running();
        while (!process.waitFor(CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (child.spec().readiness().isReady()) {
                readyPid = process.pid();
                firstReady.complete(null);
                break;
            }
        }
        while (!process.waitFor(NOTE_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
            if (!noted) {
                note();
            }
        }
    }

    private synchronized boolean startUnlessOver() {
        // It lives when the last round of the watch failed, not the child.
        if (!over && !child.isAlive()) {
            child.start();
        }
        return !over;
    }

    private void pause(Duration length) throws InterruptedException {
        var _ = ended.await(length.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Who listens is no reason to end either.
    private void say(String line) {
        try {
            progress.accept(line);
        } catch (RuntimeException _) {
            // There is nobody else to tell.
        }
    }

    /// Ends the watch; from here on the child is not started again.
    void end() {
        synchronized (this) {
            over = true;
        }
        ended.countDown();
    }
}
