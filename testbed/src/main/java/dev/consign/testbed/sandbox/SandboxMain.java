package dev.consign.testbed.sandbox;

import dev.consign.testkit.process.ParentWatch;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// Runs the gateway as a process of its own; says in one sentence which settings are missing.
public final class SandboxMain {
    private static final List<String> SETTINGS =
            List.of(
                    "CONSIGN_SANDBOX_PORT",
                    "CONSIGN_SANDBOX_DATA",
                    "CONSIGN_SANDBOX_API_KEY",
                    "CONSIGN_SANDBOX_WEBHOOK_SECRET");

    private SandboxMain() {}

    /// @param arguments none; settings are environment variables
    /// @throws Exception when it cannot start
    public static void main(String[] arguments) throws Exception {
        ParentWatch.start();
        var missing = SETTINGS.stream().filter(name -> setting(name).isBlank()).toList();
        if (!missing.isEmpty()) {
            System.err.printf(
                    "The sandbox gateway needs in its environment: %s.%n",
                    String.join(", ", missing));
            System.exit(1);
        }
        // Small answers must not wait for more to come.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var sandbox =
                Sandbox.start(
                        Integer.parseInt(setting("CONSIGN_SANDBOX_PORT")),
                        Path.of(setting("CONSIGN_SANDBOX_DATA")),
                        setting("CONSIGN_SANDBOX_API_KEY"),
                        setting("CONSIGN_SANDBOX_WEBHOOK_SECRET"),
                        InstantSource.system());
        System.out.println("sandbox gateway on http://127.0.0.1:" + sandbox.port());
    }

    private static String setting(String name) {
        var value = System.getenv(name);
        return value == null ? "" : value;
    }
}
