package dev.consign.testbed.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A command of `./consign` that a script has put into the background, where SIGINT begins as
/// ignored, with data and ports of its own: to see how it ends when it is told to.
public final class BackgroundCommand implements AutoCloseable {
    private final Process shell;
    private final Path pid;
    private final Path log;

    private BackgroundCommand(Process shell, Path pid, Path log) {
        this.shell = shell;
        this.pid = pid;
        this.log = log;
    }

    /// @param home of the checkout, which is built
    /// @param command with its arguments
    /// @param scratch an empty directory
    public static BackgroundCommand start(Path home, String command, Path scratch)
            throws IOException {
        var log = scratch.resolve("log.txt");
        var pid = scratch.resolve("pid");
        var ports = LaunchPorts.free();
        var script =
                // Not interactive, so what goes into the background is left without SIGINT.
                new ProcessBuilder(
                                "bash",
                                "-c",
                                "./consign %s & echo $! > %s; wait $!".formatted(command, pid))
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        script.environment()
                .putAll(
                        Map.of(
                                "CONSIGN_BUILT", "1",
                                "CONSIGN_DATA", scratch.resolve("data").toString(),
                                "CONSIGN_HTTP_PORT", "" + ports.http(),
                                "CONSIGN_RECONCILER_PORT", "" + ports.reconciler(),
                                "CONSIGN_SANDBOX_PORT", "" + ports.sandbox(),
                                "CONSIGN_DB_PORT", "" + ports.database(),
                                "CONSIGN_BROKER_PORT", "" + ports.broker()));
        return new BackgroundCommand(script.start(), pid, log);
    }

    /// @return the command itself once it is no longer the script, which has children too; empty
    ///   until then
    public Optional<ProcessHandle> process() throws IOException {
        if (!Files.exists(pid) || Files.readString(pid).isBlank()) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .filter(one -> one.info().command().orElse("").endsWith("java"));
    }

    /// The script that waits for it and ends with its code.
    public Process shell() {
        return shell;
    }

    /// What both have said so far.
    public String log() throws IOException {
        return Files.readString(log);
    }

    /// @param signal such as `INT`
    /// @return whether it was told
    public boolean tell(String signal) throws IOException, InterruptedException {
        return new ProcessBuilder("kill", "-" + signal, Files.readString(pid).strip())
                        .inheritIO()
                        .start()
                        .waitFor()
                == 0;
    }

    @Override
    public void close() {
        shell.descendants().forEach(ProcessHandle::destroy);
        shell.destroy();
    }
}
