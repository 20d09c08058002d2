package dev.consign.bench.stand;

import dev.consign.testbed.launcher.Launcher;
import dev.consign.testkit.process.Child;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Consign's processor once more, beside the first and on the same database server, with a schema
/// and a broker of its own: the same program under other circumstances. It can be started anew with
/// other settings, on the rows it left.
public final class Annex implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Launcher launcher;
    private final String name;
    private final Map<String, String> addresses;
    private final Contender contender;
    private @Nullable Child processor;

    Annex(Launcher launcher, String name, Map<String, String> addresses, Contender contender) {
        this.launcher = launcher;
        this.name = name;
        this.addresses = addresses;
        this.contender = contender;
    }

    /// @return who is measured; it answers only while the processor runs
    public Contender contender() {
        return contender;
    }

    /// Ends the processor, if one runs, and starts one with these settings.
    ///
    /// @param settings environment variables; all others are those of the first processor
    public void run(Map<String, String> settings) throws InterruptedException {
        close();
        var environment = new HashMap<>(addresses);
        environment.putAll(settings);
        var next = launcher.another("processor", name, environment);
        processor = next;
        next.start();
        next.awaitReady(READY);
    }

    /// Ends the processor; schema and broker stay until the stand is closed.
    @Override
    public void close() {
        var running = processor;
        if (running != null) {
            running.stop(STOP);
            processor = null;
        }
    }
}
