package dev.consign.bench.startup;

import dev.consign.testbed.Main;
import dev.consign.testbed.launcher.LaunchPorts;
import dev.consign.testkit.process.Child;
import dev.consign.testkit.process.ChildSpec;
import dev.consign.testkit.process.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The very command that `./consign up` becomes, on ports of its own, from its start until it says
/// that everything is ready.
final class Up {
    private static final int HEAP_MEBIBYTES = 512;
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration STOPPED = Duration.ofMinutes(1);

    private final Path data;
    private final Path log;

    /// @param data where it keeps everything
    Up(Path data, Path log) {
        this.data = data;
        this.log = log;
    }

    /// Starts it and stops it again in good order.
    ///
    /// @param options of the command, such as `--fresh`
    /// @return seconds from its start until `consign.json` was written
    double once(String... options) throws InterruptedException {
        var ports = LaunchPorts.free();
        // Written when all five are ready, deleted before they start.
        var description = data.resolve("consign.json");
        var arguments = new ArrayList<>(List.of("up", "--data", data.toString()));
        arguments.addAll(List.of(options));
        var command =
                new Child(
                        new ChildSpec(
                                "up",
                                JavaCommand.main(
                                        HEAP_MEBIBYTES,
                                        List.of(
                                                "-Dconsign.home="
                                                        + System.getProperty("consign.home", "")),
                                        Main.class,
                                        arguments.toArray(String[]::new)),
                                Map.of(
                                        "CONSIGN_HTTP_PORT", Integer.toString(ports.http()),
                                        "CONSIGN_RECONCILER_PORT",
                                                Integer.toString(ports.reconciler()),
                                        "CONSIGN_SANDBOX_PORT", Integer.toString(ports.sandbox()),
                                        "CONSIGN_DB_PORT", Integer.toString(ports.database()),
                                        "CONSIGN_BROKER_PORT", Integer.toString(ports.broker())),
                                log,
                                () -> Files.exists(description)));
        var hook = Thread.ofPlatform().unstarted(() -> command.stop(STOPPED));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            var start = System.nanoTime();
            command.start();
            command.awaitReady(READY);
            return (System.nanoTime() - start) / 1e9;
        } finally {
            command.stop(STOPPED);
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
