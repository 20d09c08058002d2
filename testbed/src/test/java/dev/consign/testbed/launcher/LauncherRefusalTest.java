package dev.consign.testbed.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherRefusalTest {
    @TempDir Path directory;

    @Test
    void a_port_in_use_is_named_together_with_its_variable() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ports = LaunchPorts.free().withHttp(taken.getLocalPort());
            assertThatThrownBy(() -> Launcher.start(options().withPorts(ports)))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessage(
                            "Port %d is in use: set CONSIGN_HTTP_PORT (or --http) to a free port.",
                            taken.getLocalPort());
        }
    }

    @Test
    void two_processes_on_one_port_are_refused_before_either_starts() {
        var free = LaunchPorts.free();
        var ports = free.withHttp(free.reconciler());
        assertThatThrownBy(() -> Launcher.start(options().withPorts(ports)))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("Port %d is given to two processes", free.reconciler());
    }

    @Test
    void whatever_an_address_from_outside_lacks_is_told_at_once() {
        var outside =
                options()
                        .with("CONSIGN_DB_URL", "jdbc:mysql://127.0.0.1:1/consign")
                        .with("CONSIGN_DB_MIGRATE_USER", "consign_migrate")
                        .with("CONSIGN_BROKER_URL", "tcp://127.0.0.1:1")
                        .with("CONSIGN_BROKER_PASSWORD", "a-password-of-it");
        assertThatThrownBy(() -> Launcher.start(outside))
                .isInstanceOf(LaunchFailure.class)
                .hasMessage(
                        "CONSIGN_DB_USER, CONSIGN_DB_PASSWORD, CONSIGN_DB_MIGRATE_PASSWORD, CONSIGN_BROKER_USER are missing: an address from outside needs its user and password.");
    }

    @Test
    void what_is_no_port_is_refused_by_its_option() {
        for (var port : List.of(-5, 0, 99_999)) {
            assertThatThrownBy(() -> LaunchPorts.free().withHttp(port))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessage("--http must be a port number, not %d.", port);
        }
    }

    @Test
    void a_key_from_the_environment_wins_over_the_one_that_was_made() {
        var own = "shop-key-of-our-own-choice-123";
        try (var launcher = Launcher.prepare(options().with("CONSIGN_API_KEY_SHOP", own))) {
            assertThat(launcher.apiKey("shop")).isEqualTo(own);
            assertThat(launcher.apiKey("support")).startsWith("support-");
        }
    }

    @Test
    void a_data_directory_has_one_run_at_a_time() {
        try (var first = Launcher.prepare(options())) {
            assertThat(first.urls()).containsKey("processor");
            assertThatThrownBy(() -> Launcher.prepare(options()))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageContaining("is in use by another run");
        }
        Launcher.prepare(options()).close();
    }

    @Test
    void a_fresh_start_deletes_nothing_that_is_not_ours() throws Exception {
        Files.writeString(directory.resolve("thesis.txt"), "the only copy");
        assertThatThrownBy(() -> Launcher.prepare(options().startingFresh()))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("not Consign's");
        assertThat(directory.resolve("thesis.txt")).exists();
    }

    /// The order of the README: `./consign demo`, then `./consign up` (issue 12).
    @Test
    void beside_what_demo_attack_and_bench_keep_a_run_starts_and_a_fresh_one_leaves_it()
            throws Exception {
        for (var command : List.of("demo", "attack")) {
            Launcher.prepare(options().withData(directory.resolve(command))).close();
        }
        DataDirectory.claim(directory.resolve("bench"));
        // A former bench marked the directory of its run only.
        Launcher.prepare(options().withData(directory.resolve("former/run"))).close();
        for (var results : List.of("bench/throughput.json", "former/throughput.json")) {
            Files.writeString(directory.resolve(results), "{}");
        }
        DataDirectory.claim(directory.resolve("former"));

        Launcher.prepare(options()).close();
        Launcher.prepare(options().startingFresh()).close();

        assertThat(directory.resolve("demo/secrets.json")).exists();
        assertThat(directory.resolve("attack/secrets.json")).exists();
        assertThat(directory.resolve("bench/throughput.json")).exists();
        assertThat(directory.resolve("former/throughput.json")).exists();
    }

    @Test
    void a_file_of_somebody_else_beside_the_demo_is_not_ours() throws Exception {
        Launcher.prepare(options().withData(directory.resolve("demo"))).close();
        Files.writeString(directory.resolve("thesis.txt"), "the only copy");
        assertThatThrownBy(() -> Launcher.prepare(options()))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("not Consign's");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    schema 99999 0123456789abcdef | schema 99999, this version knows up to
                    schema 1 0123456789abcdef     | a schema 1 that is not this version's
                    """)
    void a_data_directory_of_another_version_is_refused_before_anything_starts(
            String noted, String said) throws Exception {
        Launcher.prepare(options()).close();
        var marker = directory.resolve(".consign-data");
        var ours = Files.readString(marker);
        assertThat(ours).contains("\nschema ");
        Files.writeString(marker, "This directory is Consign's.\n" + noted + "\n");
        assertThatThrownBy(() -> Launcher.prepare(options()))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageStartingWith(
                        "%s is of another version of Consign (its database has %s",
                        directory.toAbsolutePath(), said)
                .hasMessageContainingAll("--data", "CONSIGN_DATA", "--fresh");
        assertThat(marker).content().contains(noted);

        Launcher.prepare(options().startingFresh()).close();
        assertThat(marker).content().isEqualTo(ours);
        Launcher.prepare(options()).close();
    }

    @Test
    void what_a_former_version_left_without_a_mark_is_taken() throws Exception {
        Files.writeString(
                directory.resolve(".consign-data"), "This directory was made by ./consign up.\n");
        Launcher.prepare(options()).close();
    }

    @Test
    void a_fresh_start_forgets_what_a_former_run_kept() throws Exception {
        Launcher.prepare(options()).close();
        var secrets = directory.resolve("secrets.json");
        var first = Files.readString(secrets);
        Launcher.prepare(options()).close();
        assertThat(Files.readString(secrets)).isEqualTo(first);
        Launcher.prepare(options().startingFresh()).close();
        assertThat(Files.readString(secrets)).isNotEqualTo(first);
        assertThat(Files.getPosixFilePermissions(secrets)).hasSize(2);
    }

    @Test
    void children_of_a_killed_launcher_are_ended_and_strangers_are_not() throws Exception {
        Launcher.prepare(options()).close();
        var ours = new ProcessBuilder("sleep", "60").start();
        var stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Leftovers.note(
                    directory.resolve("processes.json"),
                    List.of(ours.toHandle()),
                    List.of("database"));
            var json = Files.readString(directory.resolve("processes.json"));
            Files.writeString(
                    directory.resolve("processes.json"),
                    json.replace(
                            "]",
                            ",{\"name\":\"x\",\"pid\":%d,\"startedAt\":\"2001-01-01T00:00:00Z\"}]"
                                    .formatted(stranger.pid())));
            Launcher.prepare(options()).close();

            assertThat(ours.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            ours.destroyForcibly();
            stranger.destroyForcibly();
        }
    }

    private LaunchOptions options() {
        return LaunchOptions.of(Map.of())
                .withData(directory)
                .withPorts(LaunchPorts.free())
                .reportingTo(_ -> {});
    }
}
