package dev.consign.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.testbed.launcher.LaunchPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Types every command of README.md as a reader would.
class ReadmeIT {
    private static final Path HOME =
            Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\\n(.*?)```");

    @TempDir Path scratch;

    @Test
    void the_demo_proves_the_books() throws Exception {
        assertThat(blocks()).contains("./consign demo\n");
        var output = scratch.resolve("demo.txt");
        var demo = command("./consign demo", LaunchPorts.free(), output).start();
        try {
            assertThat(demo.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            demo.destroy();
        }
        assertThat(output).content().contains("credited exactly once", "The books balance");
        assertThat(demo.exitValue()).isZero();
    }

    @Test
    void every_command_works_as_it_stands() throws Exception {
        assertThat(blocks()).contains("./consign up\n");
        var ports = LaunchPorts.free();
        var log = scratch.resolve("up.txt");
        var up = command("exec ./consign up", ports, log).start();
        try {
            var description = scratch.resolve("data/consign.json");
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> Files.exists(description) || !up.isAlive());
            assertThat(up.isAlive()).as(Files.readString(log)).isTrue();
            plantDeadLetter(JsonMapper.shared().readTree(description));

            var script =
                    "set -eu\n"
                            + blocks().stream()
                                    .filter(block -> !block.matches("./consign (up|demo)\\n"))
                                    .collect(Collectors.joining("\n"));
            var output = scratch.resolve("commands.txt");
            var commands = command(script, ports, output).start();
            assertThat(commands.waitFor(3, TimeUnit.MINUTES)).isTrue();
            assertThat(output)
                    .content()
                    .contains(
                            "\"status\":\"COMPLETED\"",
                            "\"balance\":100",
                            "\"minor\":25650",
                            "{\"received\":true}",
                            "\"kind\":\"UNKNOWN_ORDER\"",
                            "\"status\":\"RESOLVED\"",
                            "FORGED_SENDER",
                            "\"status\":\"UP\"",
                            "consign_callbacks_total");
            assertThat(commands.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            up.destroy();
            assertThat(up.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(up.exitValue()).isZero();
    }

    private ProcessBuilder command(String script, LaunchPorts ports, Path output) {
        var builder =
                new ProcessBuilder("bash", "-c", script)
                        .directory(HOME.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "CONSIGN_BUILT", "1",
                                "CONSIGN_DATA", scratch.resolve("data").toString(),
                                "CONSIGN_HTTP_PORT", "" + ports.http(),
                                "CONSIGN_RECONCILER_PORT", "" + ports.reconciler(),
                                "CONSIGN_SANDBOX_PORT", "" + ports.sandbox(),
                                "CONSIGN_DB_PORT", "" + ports.database(),
                                "CONSIGN_BROKER_PORT", "" + ports.broker()));
        return builder;
    }

    private static void plantDeadLetter(JsonNode run) throws Exception {
        var broker = run.path("broker");
        try (var factory = new ActiveMQConnectionFactory(broker.path("url").asString());
                var context =
                        factory.createContext(
                                broker.path("user").asString(),
                                broker.path("password").asString())) {
            context.createProducer()
                    .send(context.createQueue("consign.payment.callback"), "no JSON at all");
        }
    }

    private static List<String> blocks() throws IOException {
        var text = Files.readString(HOME.resolve("README.md"), StandardCharsets.UTF_8);
        return BLOCK.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
