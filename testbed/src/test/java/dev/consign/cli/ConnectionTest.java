package dev.consign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.consign.testbed.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// What every command that asks the processor has in common (issue 12, number 4).
class ConnectionTest {
    @TempDir Path data;

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_can_be_told_whom_to_ask_as_whom_and_how_to_answer(CommandLine command) {
        assertThat(command.getCommandSpec().optionsMap().keySet())
                .contains("--url", "--api-key", "--data", "--json", "--help");
        assertThat(command.getCommandSpec().usageMessage().description())
                .allSatisfy(line -> assertThat(line).isNotBlank());
    }

    static Stream<CommandLine> commands() {
        return Stream.of(
                        new OrderCommand(),
                        new DeadLetterCommand(),
                        new ReconCommand(),
                        new CardKeysCommand())
                .flatMap(one -> new CommandLine(one).getSubcommands().values().stream());
    }

    @Test
    void a_data_directory_says_who_runs_and_an_option_counts_more_than_a_variable()
            throws Exception {
        try (var here = new FakeProcessor();
                var there = new FakeProcessor()) {
            describe(here.url());
            there.on("GET /api/orders/O1", "{\"orderNo\":\"O1\"}");
            here.on("GET /api/orders/O1", "{\"orderNo\":\"O1\"}");
            var variables = Map.of("CONSIGN_URL", there.url(), "CONSIGN_API_KEY", "of-a-variable");

            asked(List.of("--data", data.toString()), Map.of());
            asked(List.of("--data", data.toString(), "--api-key", "given"), Map.of());
            asked(List.of("--url", here.url(), "--api-key", "given"), variables);
            asked(List.of(), variables);

            assertThat(here.asked)
                    .containsExactly(
                            "GET /api/orders/O1 Bearer of-support",
                            "GET /api/orders/O1 Bearer given",
                            "GET /api/orders/O1 Bearer given");
            assertThat(there.asked).containsExactly("GET /api/orders/O1 Bearer of-a-variable");
        }
    }

    @Test
    void where_nothing_runs_nobody_can_be_asked() {
        var nowhere = List.of("--data", data.resolve("nowhere").toString());
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> asked(nowhere, Map.of()))
                .withMessageContaining("Nothing runs here")
                .matches(CommandFailure::isNotReachable);
    }

    @ParameterizedTest
    @EnumSource
    void the_shell_understands_what_completes_our_commands(CompletionCommand.Shell shell)
            throws Exception {
        var text = new StringWriter();
        var line = Main.commandLine();
        line.setOut(new PrintWriter(text));
        assertThat(line.execute("completion", shell.name())).isZero();
        var script = data.resolve("completion");
        Files.writeString(script, text.toString());
        var bash =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                "autoload() { return 1; }; source \"$1\"; complete -p consign",
                                "bash",
                                script.toString())
                        .redirectErrorStream(true)
                        .start();
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("consign");
        assertThat(bash.exitValue()).isZero();
        assertThat(text.toString()).contains("requeue", "--status", "recon");
    }

    private void describe(String url) throws IOException {
        Files.writeString(
                data.resolve("consign.json"),
                """
                {"urls":{"processor":"%s"},"apiKeys":{"support":"of-support","ops":"of-ops"}}
                """
                        .formatted(url));
    }

    private static void asked(List<String> options, Map<String, String> environment) {
        var connection = new Connection();
        new CommandLine(connection).parseArgs(options.toArray(String[]::new));
        var order = connection.as("support", environment).get("/api/orders/O1");
        assertThat(order.path("orderNo").asString()).isEqualTo("O1");
    }
}
