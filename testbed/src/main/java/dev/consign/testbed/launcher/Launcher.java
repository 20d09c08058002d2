package dev.consign.testbed.launcher;

import dev.consign.testkit.database.Database;
import dev.consign.testkit.database.MariaDbServer;
import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.Ports;
import dev.consign.testkit.process.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything on one machine, as processes of their own: once started it stays complete until it is
/// closed, and `consign.json` in the data directory tells the truth about it all the while.
public final class Launcher implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(5);
    private static final Duration STILL = Duration.ofSeconds(15);
    private static final long CHECK_NANOS = 50_000_000L;

    private final LaunchOptions options;
    private final DataDirectory data;
    private final Secrets secrets;
    private final Wiring wiring;
    private final Children children;
    private final Supervisor supervisor;
    private @Nullable MariaDbServer database;
    private volatile boolean described;

    private Launcher(LaunchOptions options) {
        this.options = options;
        this.data = DataDirectory.open(options.data(), options.fresh());
        this.secrets =
                Secrets.loadOrCreate(data.resolve("secrets.json"), options.newCardKeySecret())
                        .chosenBy(options);
        this.children = new Children(options, data, secrets);
        this.wiring = children.wiring();
        this.supervisor = new Supervisor(data.processes(), this::describeAgain, options.progress());
    }

    /// Takes the data directory; starts nothing yet.
    ///
    /// @throws LaunchFailure when the directory cannot be used
    public static Launcher prepare(LaunchOptions options) {
        return new Launcher(options);
    }

    /// Starts everything and waits until all of it is ready.
    ///
    /// @throws LaunchFailure when something is in the way, in one sentence
    public static Launcher start(LaunchOptions options) throws InterruptedException {
        var launcher = prepare(options);
        try {
            launcher.launch();
            return launcher;
        } catch (RuntimeException | InterruptedException e) {
            launcher.close();
            throw e;
        }
    }

    /// Starts all children and waits until they are ready.
    public void launch() throws InterruptedException {
        delete(data.description());
        wiring.requireOutside();
        requirePorts();
        say("starting what the two programs need");
        var servers = Stream.<Watch>builder();
        servers.add(supervisor.watch(children.sandbox()));
        if (wiring.hasOwnBroker()) {
            servers.add(supervisor.watch(children.broker()));
        }
        if (wiring.hasOwnDatabase()) {
            var server = children.database();
            database = server;
            servers.add(supervisor.watch(server.child()));
        }
        for (var watch : servers.build().toList()) {
            awaitFirstReady(watch);
        }
        say("starting the processor, which brings the schema up to date, and the reconciler");
        // The reconciler waits for the schema by itself.
        var processor = supervisor.watch(children.processor());
        var reconciler = supervisor.watch(children.reconciler());
        awaitFirstReady(processor);
        awaitFirstReady(reconciler);
        described = true;
        describeAgain();
    }

    private void requirePorts() {
        var ports = options.ports();
        ports.requireDistinct();
        requireFree(ports.http(), "CONSIGN_HTTP_PORT (or --http)");
        requireFree(ports.reconciler(), "CONSIGN_RECONCILER_PORT");
        requireFree(ports.sandbox(), "CONSIGN_SANDBOX_PORT");
        if (wiring.hasOwnDatabase()) {
            requireFree(ports.database(), "CONSIGN_DB_PORT");
        }
        if (wiring.hasOwnBroker()) {
            requireFree(ports.broker(), "CONSIGN_BROKER_PORT");
        }
    }

    private static void requireFree(int port, String variable) {
        if (!Ports.isFree(port)) {
            throw new LaunchFailure(
                    "Port %d is in use: set %s to a free port.".formatted(port, variable));
        }
    }

    private void say(String what) {
        options.progress().accept(what);
    }

    private void awaitFirstReady(Watch watch) throws InterruptedException {
        var begun = System.nanoTime();
        var name = watch.child().name();
        while (!readyWithin(watch, STILL)) {
            var waited = Duration.ofNanos(System.nanoTime() - begun);
            var log = watch.child().spec().log();
            if (waited.compareTo(READY) > 0) {
                throw new LaunchFailure(
                        "The %s was not ready within %d s; see %s."
                                .formatted(name, READY.toSeconds(), log));
            }
            say("still waiting for the %s; its log is %s".formatted(name, log));
        }
        say("the %s is ready".formatted(name));
    }

    private static boolean readyWithin(Watch watch, Duration limit) throws InterruptedException {
        try {
            watch.firstReady().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (TimeoutException _) {
            return false;
        }
    }

    private void describeAgain() {
        if (described) {
            PrivateFile.write(
                    data.description(), Description.of(wiring, secrets, supervisor.watches()));
        }
    }

    /// @return base addresses by name: processor, reconciler, sandbox
    public Map<String, URI> urls() {
        return Map.of(
                "processor", URI.create(wiring.processorUrl()),
                "reconciler", URI.create(wiring.reconcilerUrl()),
                "sandbox", URI.create(wiring.sandboxUrl()));
    }

    /// @return the schema of this run
    public Database database() {
        return wiring.database();
    }

    /// @param name a new schema on the database of this run, empty but for what it is given later
    /// @return how its own user reaches it
    /// @throws LaunchFailure when the database is not ours
    public Database createSchema(String name) {
        var server = database;
        if (server == null) {
            throw new LaunchFailure(
                    "Schemas are made on our own database only: unset CONSIGN_DB_URL.");
        }
        try {
            return server.createSchema(name, Tokens.next());
        } catch (SQLException e) {
            throw new IllegalStateException("no new schema " + name, e);
        }
    }

    /// One more of our applications beside the one that runs already, told the same but for what is
    /// changed, on a free port. The caller starts and stops it.
    ///
    /// @param application processor or reconciler
    /// @param name its own, also that of its log file
    /// @param changes environment variables that replace or add to what the other one was told
    public Child another(String application, String name, Map<String, String> changes) {
        return children.another(application, name, changes);
    }

    /// @return the broker's address
    public String brokerUrl() {
        return wiring.brokerUrl();
    }

    /// @param user `testbed` for people who want to look
    /// @return its password at our own broker
    public String brokerPassword(String user) {
        return Objects.requireNonNull(secrets.brokerPasswords().get(user), user);
    }

    /// @param role shop, support, finance or ops
    /// @return the key for `Authorization: Bearer …`
    public String apiKey(String role) {
        return Objects.requireNonNull(secrets.apiKeys().get(role), role);
    }

    /// @return what the processor shows to the sandbox gateway
    public String sandboxApiKey() {
        return secrets.sandboxApiKey();
    }

    /// @return `whsec_…`, signs the sandbox gateway's callbacks
    public String sandboxWebhookSecret() {
        return secrets.sandboxWebhookSecret();
    }

    /// @return `consign.json`
    public Path description() {
        return data.description();
    }

    /// @param child database, broker, processor, reconciler or sandbox
    /// @return the process id it has now
    public long pid(String child) {
        return supervisor.watch(child).child().pid();
    }

    /// @param child database, broker, processor, reconciler or sandbox
    /// @return its log file
    public Path log(String child) {
        return supervisor.watch(child).child().spec().log();
    }

    /// Ends a child as a crash would; it is started again by itself.
    ///
    /// @param child database, broker, processor, reconciler or sandbox
    public void kill9(String child) throws InterruptedException {
        supervisor.watch(child).child().kill9();
    }

    /// Waits until every child is ready again.
    public void awaitReady() throws InterruptedException {
        await(() -> supervisor.watches().stream().allMatch(Watch::isReady), "all children");
    }

    /// Waits until one child is ready again.
    ///
    /// @param child database, broker, processor, reconciler or sandbox
    public void awaitReady(String child) throws InterruptedException {
        await(supervisor.watch(child)::isReady, child);
    }

    private static void await(BooleanSupplier ready, String what) throws InterruptedException {
        long end = System.nanoTime() + READY.toNanos();
        while (!ready.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new LaunchFailure(
                        "Not ready within " + READY.toSeconds() + " s: " + what + ".");
            }
            LockSupport.parkNanos(CHECK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /// Stops all children in reverse order; the data stays.
    @Override
    public void close() {
        described = false;
        supervisor.close();
        if (database != null) {
            database.removeSocketDirectory();
        }
        delete(data.description());
        delete(data.processes());
        data.close();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }
}
