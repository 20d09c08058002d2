package dev.consign.testbed.launcher;

import dev.consign.testbed.sandbox.SandboxMain;
import dev.consign.testkit.broker.BrokerOptions;
import dev.consign.testkit.broker.BrokerProcess;
import dev.consign.testkit.database.MariaDbOptions;
import dev.consign.testkit.database.MariaDbServer;
import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.ChildSpec;
import dev.consign.testkit.process.JavaCommand;
import dev.consign.testkit.process.Ports;
import dev.consign.testkit.process.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Makes the five children of a run: what a process is started with is said here and nowhere else.
final class Children {
    private static final int PROCESSOR_MEBIBYTES = 256;
    private static final int RECONCILER_MEBIBYTES = 192;
    private static final int SANDBOX_MEBIBYTES = 128;
    private static final String BUFFER_POOL = "512M";

    private final LaunchOptions options;
    private final DataDirectory data;
    private final Secrets secrets;
    private final Wiring wiring;

    Children(LaunchOptions options, DataDirectory data, Secrets secrets) {
        this.options = options;
        this.data = data;
        this.secrets = secrets;
        this.wiring = new Wiring(options, secrets, KeysFile.in(data.resolve("api-keys")));
    }

    Wiring wiring() {
        return wiring;
    }

    MariaDbServer database() throws InterruptedException {
        var size = options.setting("CONSIGN_DB_BUFFER_POOL");
        return MariaDbServer.prepare(
                new MariaDbOptions(
                        data.resolve("database"),
                        data.log("database"),
                        options.ports().database(),
                        Wiring.SCHEMA,
                        new MariaDbOptions.Login(
                                Wiring.SCHEMA,
                                secrets.databasePassword(),
                                secrets.databaseAdminPassword(),
                                wiring.databaseUsers()),
                        size == null ? BUFFER_POOL : size));
    }

    Child broker() {
        var broker =
                BrokerProcess.prepare(
                        new BrokerOptions(
                                data.resolve("broker"),
                                data.log("broker"),
                                options.ports().broker(),
                                secrets.brokerPasswords(),
                                options.setting("CONSIGN_BROKER_STEERED") != null));
        return broker.child();
    }

    Child sandbox() {
        var directory = data.resolve("sandbox").toString();
        return new Child(
                new ChildSpec(
                        "sandbox",
                        JavaCommand.main(
                                SANDBOX_MEBIBYTES, List.of("-XX:+UseSerialGC"), SandboxMain.class),
                        wiring.sandbox(directory),
                        data.log("sandbox"),
                        Readiness.http(URI.create(wiring.sandboxUrl() + "/control/stats"))));
    }

    Child processor() {
        return application(
                "processor", "processor", wiring.processor(), URI.create(wiring.processorUrl()));
    }

    Child reconciler() {
        return application(
                "reconciler",
                "reconciler",
                wiring.reconciler(),
                URI.create(wiring.reconcilerUrl()));
    }

    /// One more beside the one that is there, on a port of its own.
    Child another(String application, String name, Map<String, String> changes) {
        var port = Integer.toString(Ports.free());
        var environment =
                switch (application) {
                    case "processor" -> wiring.processor();
                    case "reconciler" -> wiring.reconciler();
                    default -> throw new IllegalArgumentException("no application " + application);
                };
        environment.put("CONSIGN_HTTP_PORT", port);
        environment.put("CONSIGN_RECONCILER_PORT", port);
        if (changes.containsKey("CONSIGN_DB_URL")) {
            Wiring.forgetDatabaseUsers(environment);
        }
        environment.putAll(changes);
        return application(application, name, environment, URI.create("http://127.0.0.1:" + port));
    }

    private Child application(
            String application, String name, Map<String, String> environment, URI url) {
        return new Child(
                new ChildSpec(
                        name,
                        JavaCommand.archived(
                                mebibytes(application), jar(application), main(application)),
                        environment,
                        data.log(name),
                        Readiness.http(url.resolve("/actuator/health/readiness"))));
    }

    private int mebibytes(String application) {
        var heap = options.setting("CONSIGN_PROCESSOR_MEBIBYTES");
        if (application.equals("reconciler")) {
            return RECONCILER_MEBIBYTES;
        }
        return heap == null ? PROCESSOR_MEBIBYTES : Integer.parseInt(heap);
    }

    private static String main(String application) {
        return application.equals("processor")
                ? "dev.consign.processor.ProcessorApplication"
                : "dev.consign.reconciler.ReconcilerApplication";
    }

    private Path jar(String name) {
        var target = options.home().resolve(name).resolve("target");
        if (Files.isDirectory(target)) {
            try (var files = Files.newDirectoryStream(target, name + "-*-exec.jar")) {
                for (var file : files) {
                    return file;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + target, e);
            }
        }
        throw new LaunchFailure(
                "The %s is not built (no %s-*-exec.jar in %s): run ./consign, which builds it."
                        .formatted(name, name, target));
    }
}
