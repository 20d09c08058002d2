package dev.consign.testbed.demo;

import dev.consign.testbed.launcher.Launcher;
import dev.consign.testkit.proxy.FaultProxy;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Breaks things at set points of the day: broker killed, processor killed, connection cut.
final class Troubles {
    private static final long CHECK_NANOS = 20_000_000L;

    private final Launcher launcher;
    private final FaultProxy wire;
    private final TradingDay day;
    private final Consumer<String> progress;

    Troubles(Launcher launcher, FaultProxy wire, TradingDay day, Consumer<String> progress) {
        this.launcher = launcher;
        this.wire = wire;
        this.day = day;
        this.progress = progress;
    }

    /// Returns when all of it has been done and everything runs again.
    void cause() throws InterruptedException {
        at(25);
        kill("broker");
        at(50);
        kill("processor");
        at(75);
        progress.accept("cutting the consumers' connection to the broker");
        wire.cut();
        launcher.awaitReady();
    }

    private void kill(String child) throws InterruptedException {
        progress.accept("kill -9 of the " + child);
        launcher.kill9(child);
        launcher.awaitReady(child);
        progress.accept("the " + child + " is back");
    }

    private void at(int percent) throws InterruptedException {
        while (day.placed() * 100 < day.planned() * percent) {
            LockSupport.parkNanos(CHECK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
