package dev.consign.testbed.sandbox;

import dev.consign.testbed.process.ParentWatch;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Runs the gateway as a process of its own; says in one sentence which setting is missing.
public final class SandboxMain {
    private SandboxMain() {}

    /// @param arguments none; settings are environment variables
    /// @throws Exception when it cannot start
    public static void main(String[] arguments) throws Exception {
        ParentWatch.start();
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
        @Nullable String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            System.err.println("The sandbox gateway needs the environment variable " + name + ".");
            System.exit(1);
        }
        return String.valueOf(value);
    }
}
