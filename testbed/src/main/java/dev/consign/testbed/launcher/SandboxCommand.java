package dev.consign.testbed.launcher;

import dev.consign.testbed.sandbox.Sandbox;
import dev.consign.testkit.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `consign sandbox`: the sandbox gateway alone, for a processor that runs elsewhere. It keeps its
/// payments and its secrets from one start to the next.
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = "Start the sandbox gateway alone; Ctrl-C stops it.")
public final class SandboxCommand implements Callable<Integer> {
    @Option(names = "--port", description = "Where it listens (CONSIGN_SANDBOX_PORT; 8090).")
    @Nullable Integer port;

    @Option(
            names = "--data",
            description = "Data directory (default: sandbox-alone in CONSIGN_DATA or var).")
    @Nullable Path data;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var options = LaunchOptions.of(System.getenv());
        options = options.withData(data == null ? options.data().resolve("sandbox-alone") : data);
        var chosen = port == null ? options.ports().sandbox() : LaunchPorts.checked("--port", port);
        if (!Ports.isFree(chosen)) {
            throw new LaunchFailure(
                    "Port %d is in use: set CONSIGN_SANDBOX_PORT (or --port) to a free port."
                            .formatted(chosen));
        }
        // Small answers must not wait for more to come.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var directory = DataDirectory.open(options.data(), false);
        var secrets =
                Secrets.loadOrCreate(directory.resolve("secrets.json"), false).chosenBy(options);
        var sandbox =
                Sandbox.start(
                        chosen,
                        directory.resolve("sandbox"),
                        secrets.sandboxApiKey(),
                        secrets.sandboxWebhookSecret(),
                        InstantSource.system());
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> end(sandbox, directory)));
        System.out.println(text(sandbox.port(), secrets));
        new CountDownLatch(1).await();
        return 0;
    }

    /// Without the halt the JVM would end with the code of the signal, not with ours.
    private static void end(Sandbox sandbox, DataDirectory directory) {
        System.out.println("Stopping …");
        var code = 0;
        try {
            sandbox.close();
        } catch (IOException e) {
            System.err.println("The sandbox gateway's journal: " + e.getMessage());
            code = 1;
        }
        directory.close();
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }

    private static String text(int port, Secrets secrets) {
        return """
        The sandbox gateway listens on http://127.0.0.1:%1$d. Ctrl-C stops it. A processor and a
        reconciler find it by

          export CONSIGN_SANDBOX_URL=http://127.0.0.1:%1$d
          export CONSIGN_SANDBOX_API_KEY=%2$s
          export CONSIGN_SANDBOX_WEBHOOK_SECRET=%3$s
        """
                .formatted(port, secrets.sandboxApiKey(), secrets.sandboxWebhookSecret());
    }
}
