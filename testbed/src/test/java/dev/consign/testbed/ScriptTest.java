package dev.consign.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
    private static final Path SCRIPT = Path.of(System.getProperty("consign.home"), "consign");

    @TempDir Path directory;

    record Result(int code, String out, String err) {}

    @Test
    void without_a_new_enough_jdk_it_says_so_in_one_sentence() throws Exception {
        var old = Files.createDirectories(directory.resolve("old/bin"));
        for (var program : new String[] {"java", "javac"}) {
            var file = old.resolve(program);
            Files.writeString(
                    file, "#!/bin/sh\necho 'openjdk version \"17.0.15\" 2025-04-15' >&2\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        var result = run(directory.resolve("old"), "up");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().strip().lines()).hasSize(1);
        assertThat(result.err()).contains("needs a JDK 25 or later");
    }

    @Test
    void help_names_every_command_and_needs_no_jdk() throws Exception {
        var result = run(directory.resolve("nothing"), "--help");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains(
                        "up ",
                        "demo",
                        "test [--all]",
                        "attack [NAME",
                        "order show",
                        "dlq list",
                        "dlq requeue");
    }

    @Test
    void the_heavy_tests_run_only_when_all_are_asked_for() throws Exception {
        var bin = Files.createDirectories(directory.resolve("jdk/bin"));
        var asked = directory.resolve("asked");
        var program =
                """
                #!/usr/bin/env bash
                case $1 in -version) echo 'openjdk version "25.0.1" 2025-10-21' >&2; exit;; esac
                echo "$@" > %s
                """
                        .formatted(asked);
        for (var file : List.of(bin.resolve("java"), bin.resolve("javac"), bin.resolve("mvn"))) {
            Files.writeString(file, program);
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.createSymbolicLink(tools().resolve("mvn"), bin.resolve("mvn"));

        assertThat(run(directory.resolve("jdk"), "test", "-o").code()).isZero();
        assertThat(asked).content().isEqualTo("-B -ntp verify -o\n");
        assertThat(run(directory.resolve("jdk"), "test", "--all", "-o").code()).isZero();
        assertThat(asked)
                .content()
                .isEqualTo(
                        "-B -ntp verify -Dtest.excludedGroups=none -Dsimulation.sequences=1000000 -o\n");
        assertThat(run(directory.resolve("nothing"), "test", "--help").out()).contains("--all");
    }

    /// A shell starts what it puts in the background with SIGINT ignored; a JVM that finds it so
    /// does not listen to it, and Ctrl-C or `kill -INT` ends nothing (issue 10).
    @ParameterizedTest
    @ValueSource(strings = {"up", "demo", "attack", "bench", "test"})
    void what_a_script_starts_in_the_background_hears_an_interrupt(String command)
            throws Exception {
        var bin = Files.createDirectories(directory.resolve("jdk/bin"));
        var heard = directory.resolve("heard");
        var program =
                """
                #!/usr/bin/env bash
                case $1 in -version) echo 'openjdk version "25.0.1" 2025-10-21' >&2; exit;; esac
                echo "$(trap -p INT QUIT)" > %s
                """
                        .formatted(heard);
        for (var file : List.of(bin.resolve("java"), bin.resolve("javac"), bin.resolve("mvn"))) {
            Files.writeString(file, program);
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        var builder =
                new ProcessBuilder(
                        "bash", "-c", "\"$0\" \"$1\" & wait", SCRIPT.toString(), command);
        builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().put("CONSIGN_BUILT", "yes");
        var process = builder.inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

        assertThat(heard).as("what is ignored or trapped").content().isBlank();
    }

    /// Two builds in one checkout write the same files (issue 11, number 17).
    @Test
    void of_two_that_start_at_once_one_builds_and_the_other_waits() throws Exception {
        var home = Files.createDirectories(directory.resolve("checkout"));
        Files.copy(SCRIPT, home.resolve("consign"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        var builds = Files.createFile(directory.resolve("builds"));
        var started = Files.createFile(directory.resolve("started"));
        var bin = Files.createDirectories(directory.resolve("jdk/bin"));
        program(
                bin,
                "java",
                """
                case $1 in -version) echo 'openjdk version "25.0.1" 2025-10-21' >&2; exit;; esac
                echo started >> %s
                """
                        .formatted(started));
        program(bin, "javac", "");
        program(
                bin,
                "mvn",
                """
                mkdir %1$s/busy && echo build >> %2$s || { echo overlap >> %2$s; exit 1; }
                sleep 1
                for jar in processor/target/processor-0.1.0-exec reconciler/target/reconciler-0.1.0-exec \
                    testbed/target/testbed-0.1.0; do
                  mkdir -p "$(dirname "%1$s/$jar")"
                  echo jar > "%1$s/$jar.jar"
                done
                rmdir %1$s/busy
                """
                        .formatted(home, builds));
        var both = new ArrayList<Process>();
        for (var one = 0; one < 2; one++) {
            var builder = new ProcessBuilder(home.resolve("consign").toString(), "up");
            builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
            builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
            builder.environment().remove("CONSIGN_BUILT");
            both.add(builder.redirectErrorStream(true).start());
        }
        for (var one : both) {
            assertThat(one.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(one.exitValue())
                    .as(new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isZero();
        }

        assertThat(builds).content().isEqualTo("build\n");
        assertThat(started).content().isEqualTo("started\nstarted\n");
    }

    private static void program(Path bin, String name, String text) throws Exception {
        var file = Files.writeString(bin.resolve(name), "#!/usr/bin/env bash\n" + text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /// With nothing on the PATH but what every system has, and no JDK in the usual places.
    private Result run(Path javaHome, String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(SCRIPT.toString());
        command.addAll(List.of(arguments));
        var out = directory.resolve("out");
        var err = directory.resolve("err");
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", tools().toString());
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("CONSIGN_JVM_DIR", directory.resolve("none").toString());
        var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    /// The machine's own javac may lie beside these, so they are linked one by one.
    private Path tools() throws Exception {
        var tools = Files.createDirectories(directory.resolve("tools"));
        for (var name :
                new String[] {
                    "bash",
                    "env",
                    "sed",
                    "head",
                    "dirname",
                    "readlink",
                    "cat",
                    "mkdir",
                    "find",
                    "rm"
                }) {
            for (var place : new String[] {"/bin", "/usr/bin"}) {
                var real = Path.of(place, name);
                if (Files.exists(real) && !Files.exists(tools.resolve(name))) {
                    Files.createSymbolicLink(tools.resolve(name), real);
                }
            }
        }
        return tools;
    }
}
