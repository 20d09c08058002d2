package dev.consign.testbed.launcher;

import dev.consign.testbed.process.Child;
import dev.consign.testbed.process.ChildFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Keeps one child running: it is started again whenever it ends, until the watch is over.
final class Watch {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration HEALTHY_LIFE = Duration.ofSeconds(30);
    private static final Duration CHECK = Duration.ofMillis(100);
    private static final int DEATHS_BEFORE_READY = 5;

    private final Child child;
    private final Runnable changed;
    private final Consumer<String> progress;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean over;
    private volatile long readyPid;
    private int deaths;

    /// @param changed called after every start
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
                    } catch (RuntimeException e) {
                        firstReady.completeExceptionally(e);
                    }
                });
    }

    private void keepRunning() throws InterruptedException {
        var pause = FIRST_PAUSE;
        while (startUnlessOver()) {
            long started = System.nanoTime();
            changed.run();
            liveThrough();
            if (over) {
                return;
            }
            int code = child.running().exitValue();
            if (!firstReady.isDone() && ++deaths == DEATHS_BEFORE_READY) {
                firstReady.completeExceptionally(
                        new ChildFailure(
                                child,
                                "ended %d times before it was ready, the last time with code %d"
                                        .formatted(deaths, code)));
                return;
            }
            if (System.nanoTime() - started > HEALTHY_LIFE.toNanos()) {
                pause = FIRST_PAUSE;
            }
            progress.accept(
                    "%s ended with code %d and is started again in %d ms"
                            .formatted(child.name(), code, pause.toMillis()));
            pause(pause);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
    }

    private void liveThrough() throws InterruptedException {
        var process = child.running();
        while (!process.waitFor(CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (child.spec().readiness().isReady()) {
                readyPid = process.pid();
                firstReady.complete(null);
                process.waitFor();
                return;
            }
        }
    }

    private synchronized boolean startUnlessOver() {
        if (!over) {
            child.start();
        }
        return !over;
    }

    private void pause(Duration length) throws InterruptedException {
        var _ = ended.await(length.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Ends the watch; from here on the child is not started again.
    void end() {
        synchronized (this) {
            over = true;
        }
        ended.countDown();
    }
}
