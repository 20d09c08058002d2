package dev.consign.bench.memory;

import dev.consign.bench.stand.Queues;
import dev.consign.testbed.launcher.Launcher;
import dev.consign.testkit.broker.BrokerOptions;
import dev.consign.testkit.broker.BrokerProcess;
import dev.consign.testkit.database.Database;
import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.ChildFailure;
import dev.consign.testkit.process.ChildSpec;
import dev.consign.testkit.process.JavaCommand;
import dev.consign.testkit.process.Ports;
import dev.consign.testkit.process.Readiness;
import dev.consign.testkit.process.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One more processor beside a running Consign, with a heap of its own size: a schema and a broker
/// of its own, the same database server and sandbox gateway.
final class Extra implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final int CARD_KEY_BYTES = 32;
    private static final List<String> ROLES = List.of("shop", "support", "finance", "ops");

    private final Launcher launcher;
    private final int heap;
    private final Database database;
    private final BrokerProcess broker;
    private final URI address;
    private final Child child;
    private final Thread hook;

    /// Starts it and does not wait until it is ready.
    ///
    /// @param directory holds a directory for it
    /// @param heap in MiB
    Extra(Launcher launcher, Path directory, int heap) throws IOException {
        this.launcher = launcher;
        this.heap = heap;
        this.database = launcher.createSchema("bench_heap_" + heap);
        var home = directory.resolve("bench-heap-" + heap);
        this.broker =
                BrokerProcess.prepare(
                        new BrokerOptions(
                                home.resolve("broker"),
                                home.resolve("broker.log"),
                                Ports.free(),
                                Map.of("processor", Tokens.next()),
                                true));
        var port = Ports.free();
        this.address = URI.create("http://127.0.0.1:" + port);
        this.child =
                new Child(
                        new ChildSpec(
                                "processor",
                                JavaCommand.archived(
                                        heap, jar(), "dev.consign.processor.ProcessorApplication"),
                                environment(port),
                                home.resolve("processor.log"),
                                Readiness.http(address.resolve("/actuator/health/readiness"))));
        this.hook = Thread.ofPlatform().unstarted(this::stop);
        // The product, unlike the testbed's programs, does not watch over its parent.
        Runtime.getRuntime().addShutdownHook(hook);
        broker.child().start();
        child.start();
    }

    private static Path jar() throws IOException {
        var target = Path.of(System.getProperty("consign.home", "")).resolve("processor/target");
        try (var found = Files.newDirectoryStream(target, "processor-*-exec.jar")) {
            return found.iterator().next();
        }
    }

    /// As the launcher would give it.
    private Map<String, String> environment(int port) {
        var environment = new HashMap<String, String>();
        environment.put("CONSIGN_HTTP_PORT", Integer.toString(port));
        environment.put("CONSIGN_BIND", "127.0.0.1");
        environment.put("CONSIGN_PUBLIC_URL", address.toString());
        environment.put("CONSIGN_DB_URL", database.jdbcUrl());
        environment.put("CONSIGN_DB_USER", database.user());
        environment.put("CONSIGN_DB_PASSWORD", database.password());
        environment.put("CONSIGN_BROKER_URL", broker.url());
        environment.put("CONSIGN_BROKER_USER", "processor");
        environment.put("CONSIGN_BROKER_PASSWORD", broker.password("processor"));
        environment.put("CONSIGN_SANDBOX_URL", String.valueOf(launcher.urls().get("sandbox")));
        environment.put("CONSIGN_SANDBOX_API_KEY", launcher.sandboxApiKey());
        environment.put("CONSIGN_SANDBOX_WEBHOOK_SECRET", launcher.sandboxWebhookSecret());
        environment.put(
                "CONSIGN_CARD_KEY_SECRET",
                Base64.getEncoder().encodeToString(Tokens.bytes(CARD_KEY_BYTES)));
        for (var role : ROLES) {
            environment.put(
                    "CONSIGN_API_KEY_" + role.toUpperCase(Locale.ROOT), launcher.apiKey(role));
        }
        return environment;
    }

    /// @return it, once it is ready, or as one that ended before
    Processor ready() throws Exception {
        try {
            child.awaitReady(READY);
        } catch (ChildFailure e) {
            if (child.isAlive()) {
                throw e;
            }
            return Processor.neverReady(heap);
        }
        // Closed with the broker, which ends before it would matter.
        var queues = Queues.of(broker.url(), broker.password("processor"));
        var load = new FullLoad(database, queues, address, launcher.sandboxWebhookSecret());
        return new Processor(heap, load, child.pid(), child::isAlive);
    }

    private void stop() {
        child.stop(STOP);
        broker.close();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        stop();
    }
}
