package dev.consign.sql.start;

import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/// Lets work begin only once every server behind this program is there and found safe. Until then
/// the program is alive but not ready; if one is found unsafe, it ends with the reason.
public final class StartupGate implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {
    /// Before the web server, so that a start refused at once has taken no request.
    static final int PHASE = DEFAULT_PHASE - 8192;

    private static final Logger LOG = LoggerFactory.getLogger(StartupGate.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final List<Supplier<Optional<String>>> conditions;
    private final Runnable open;
    private final Runnable close;
    private final Consumer<RefusedToStart> refuse;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile State state = State.NEW;
    private volatile String waitsFor = "";
    private boolean closing;
    private boolean stumbled;

    private enum State {
        NEW,
        WAITING,
        OPEN,
        STOPPED
    }

    /// @param conditions each says what is waited for, nothing when it holds, or refuses to start
    ///   by throwing [RefusedToStart] or [IllegalArgumentException] with its sentence
    /// @param open begins the work, once
    /// @param close ends it, also when it never began
    /// @param refuse ends the process, when it has been waiting; may not wait for this gate
    public StartupGate(
            List<Supplier<Optional<String>>> conditions,
            Runnable open,
            Runnable close,
            Consumer<RefusedToStart> refuse) {
        this.conditions = List.copyOf(conditions);
        this.open = open;
        this.close = close;
        this.refuse = refuse;
    }

    /// @return what the work still waits for; empty when it has begun
    public Optional<String> waitsFor() {
        return state == State.OPEN ? Optional.empty() : Optional.of(waitsFor);
    }

    /// Asks once, and goes on asking on a thread of its own when a server is not there yet.
    ///
    /// @throws RefusedToStart when a server is there and cannot be trusted
    @Override
    public void start() {
        state = State.WAITING;
        if (ready()) {
            open();
        } else {
            Thread.ofPlatform().name("gate").start(this::watch);
        }
    }

    @Override
    public void stop() {
        stopping.countDown();
        synchronized (this) {
            state = State.STOPPED;
        }
        close.run();
    }

    /// The program ends. Said before anything is stopped, and the gate itself is stopped late: work
    /// that began meanwhile would not be stopped any more.
    @Override
    public synchronized void onApplicationEvent(ContextClosedEvent event) {
        closing = true;
        stopping.countDown();
    }

    @Override
    public boolean isRunning() {
        return state == State.WAITING || state == State.OPEN;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void watch() {
        try {
            while (!stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                if (opened()) {
                    return;
                }
            }
        } catch (RefusedToStart e) {
            refuse.accept(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// A failure nobody foresaw is our bug, but no reason to stay closed for ever.
    private boolean opened() {
        try {
            if (ready()) {
                open();
                return true;
            }
        } catch (RefusedToStart e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (!stumbled) {
                stumbled = true;
                LOG.error("work cannot begin, and is tried again every {}", PAUSE, e);
            }
        }
        return false;
    }

    private synchronized void open() {
        if (state == State.WAITING && !closing) {
            open.run();
            state = State.OPEN;
            LOG.info("every server behind this program was found safe: work begins");
        }
    }

    private boolean ready() {
        for (var condition : conditions) {
            var missing = Settings.checked(condition);
            if (missing.isPresent()) {
                tell(missing.get());
                return false;
            }
        }
        return true;
    }

    /// Once a reason, not once a second.
    private void tell(String reason) {
        if (!waitsFor.equals(reason)) {
            waitsFor = reason;
            LOG.info("waiting for {}", reason);
        }
    }
}
