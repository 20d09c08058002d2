package dev.consign.testbed.launcher;

import dev.consign.testkit.database.DatabaseUnavailable;
import dev.consign.testkit.process.ChildFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `consign up`: runs until Ctrl-C, stops in good order and then ends with code 0.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Start everything on one machine; Ctrl-C stops it cleanly.")
public final class UpCommand implements Callable<Integer> {
    @Option(names = "--data", description = "Data directory (CONSIGN_DATA; default: var).")
    @Nullable Path data;

    @Option(names = "--http", description = "Port of the processor (CONSIGN_HTTP_PORT; 8080).")
    @Nullable Integer http;

    @Option(
            names = "--fresh",
            description = {
                "Delete what a former run left in the data directory first;",
                "what demo, bench and attack keep there stays."
            })
    boolean fresh;

    @Option(
            names = "--new-card-key-secret",
            description = {
                "Encrypt card keys with a new secret from now on;",
                "./consign card-keys rotate does the same to those that are there."
            })
    boolean newCardKeySecret;

    @Override
    public Integer call() throws InterruptedException {
        var code = new AtomicInteger();
        var stopped = new AtomicBoolean();
        try {
            var launcher = Launcher.prepare(options());
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform().unstarted(() -> end(launcher, stopped, code)));
            launcher.launch();
            System.out.println(Welcome.text(launcher));
            new CountDownLatch(1).await();
        } catch (LaunchFailure | ChildFailure | DatabaseUnavailable e) {
            if (!stopped.get()) {
                System.err.println(e.getMessage());
                code.set(1);
            }
        }
        return code.get();
    }

    /// Without the halt the JVM would end with the code of the signal, not with ours.
    private static void end(Launcher launcher, AtomicBoolean stopped, AtomicInteger code) {
        stopped.set(true);
        if (code.get() == 0) {
            System.out.println("Stopping …");
        }
        launcher.close();
        System.out.flush();
        Runtime.getRuntime().halt(code.get());
    }

    private LaunchOptions options() {
        var begun = System.nanoTime();
        var options =
                LaunchOptions.of(System.getenv())
                        .reportingTo(what ->
                                System.out.printf(
                                        "%3d s  %s%n",
                                        Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                                        what));
        if (data != null) {
            options = options.withData(data);
        }
        if (http != null) {
            options = options.withPorts(options.ports().withHttp(http));
        }
        if (newCardKeySecret) {
            options = options.makingCardKeySecret();
        }
        return fresh ? options.startingFresh() : options;
    }
}
