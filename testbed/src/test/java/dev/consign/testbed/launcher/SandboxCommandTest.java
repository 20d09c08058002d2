package dev.consign.testbed.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.testbed.Main;
import dev.consign.testkit.process.JavaCommand;
import dev.consign.testkit.process.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issue 12: a processor that runs elsewhere needs a gateway to try it with.
class SandboxCommandTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Pattern EXPORT = Pattern.compile("(?m)^ *export (CONSIGN_\\w+)=(\\S+)$");

    @TempDir Path directory;
    private final int port = Ports.free();

    @Test
    void it_runs_alone_says_how_it_is_found_and_keeps_its_secrets() throws Exception {
        var first = told(true);
        assertThat(first)
                .containsOnlyKeys(
                        "CONSIGN_SANDBOX_API_KEY",
                        "CONSIGN_SANDBOX_URL",
                        "CONSIGN_SANDBOX_WEBHOOK_SECRET")
                .containsEntry("CONSIGN_SANDBOX_URL", "http://127.0.0.1:" + port);
        assertThat(told(false)).isEqualTo(first);
    }

    /// @param beside whether a second one is tried while it runs
    /// @return what it says is to be set
    private Map<String, String> told(boolean beside) throws Exception {
        var log = directory.resolve("log-" + beside);
        var sandbox = start(port, log);
        try {
            await().atMost(LONG)
                    .until(() ->
                            !sandbox.isAlive()
                                    || Files.readString(log).contains("_WEBHOOK_SECRET="));
            var text = Files.readString(log);
            assertThat(sandbox.isAlive()).as(text).isTrue();
            var told = new TreeMap<String, String>();
            EXPORT.matcher(text)
                    .results()
                    .forEach(match -> told.put(match.group(1), match.group(2)));
            assertThat(statusOf(told, "/payments/nobody")).isEqualTo(404);
            if (beside) {
                refused(port, "Port %d is in use: set CONSIGN_SANDBOX_PORT".formatted(port));
                refused(Ports.free(), "is in use by another run");
            }
            return told;
        } finally {
            sandbox.destroy();
            assertThat(sandbox.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(sandbox.exitValue()).isZero();
        }
    }

    private void refused(int on, String sentence) throws Exception {
        var log = directory.resolve("refused");
        var second = start(on, log);
        assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(log).content().contains(sentence).doesNotContain("\tat ");
    }

    private Process start(int on, Path log) throws Exception {
        return new ProcessBuilder(
                        JavaCommand.main(
                                64,
                                List.of(),
                                Main.class,
                                "sandbox",
                                "--port",
                                Integer.toString(on),
                                "--data",
                                directory.resolve("data").toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static int statusOf(Map<String, String> told, String path) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(told.get("CONSIGN_SANDBOX_URL") + path))
                        .header("Authorization", "Bearer " + told.get("CONSIGN_SANDBOX_API_KEY"))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
