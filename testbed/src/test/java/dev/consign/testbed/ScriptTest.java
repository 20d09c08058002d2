package dev.consign.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        Files.copy(bin.resolve("mvn"), tools().resolve("mvn"), StandardCopyOption.COPY_ATTRIBUTES);

        assertThat(run(directory.resolve("jdk"), "test", "-o").code()).isZero();
        assertThat(asked).content().isEqualTo("-B -ntp verify -o\n");
        assertThat(run(directory.resolve("jdk"), "test", "--all", "-o").code()).isZero();
        assertThat(asked)
                .content()
                .isEqualTo(
                        "-B -ntp verify -Dtest.excludedGroups=none -Dsimulation.sequences=1000000 -Dchaos.rounds=10 -Dchaos.orders=1000 -o\n");
        assertThat(run(directory.resolve("jdk"), "test", "-Dtest=XTest", "--all").code()).isZero();
        assertThat(asked)
                .content()
                .isEqualTo(
                        "-B -ntp verify -Dtest.excludedGroups=none -Dsimulation.sequences=1000000 -Dchaos.rounds=10 -Dchaos.orders=1000 -Dtest=XTest\n");
        assertThat(run(directory.resolve("jdk"), "test", "-pl", "sql", "-am").code()).isZero();
        assertThat(asked).content().isEqualTo("-B -ntp verify -pl sql -am\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"test --nonsense", "test clean", "test -pl", "nonsense", "--nonsense"})
    void a_slip_is_wrong_use_and_starts_neither_a_build_nor_a_test(String words) throws Exception {
        var result = run(directory.resolve("nothing"), words.split(" ", -1));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().strip().lines()).hasSize(1);
        assertThat(result.err()).contains("./consign ", "--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "test -V", "up --version"})
    void the_version_is_that_of_the_build_and_needs_no_jdk(String words) throws Exception {
        var result = run(directory.resolve("nothing"), words.split(" ", -1));

        assertThat(result.code()).isZero();
        var pom = Files.readString(SCRIPT.resolveSibling("pom.xml"));
        assertThat(pom).contains("<artifactId>consign</artifactId>");
        var version = pom.replaceAll("(?s).*?<artifactId>consign</artifactId>\\s*<version>", "");
        assertThat(result.out())
                .isEqualTo("consign " + version.substring(0, version.indexOf('<')) + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "up --help,consign up",
        "up --http 1 -h,consign up",
        "dlq --help,consign dlq",
        "dlq list --help,consign dlq list",
        "dlq requeue DL1 --help,consign dlq requeue",
        "recon run -h,consign recon run",
        "help order show,consign order show",
        "test --help,./consign test",
        "bench --help,consign bench",
        "sandbox --help,consign sandbox",
        "help,./consign COMMAND",
    })
    void help_needs_neither_a_build_nor_a_jdk(String words, String usage) throws Exception {
        var result = run(directory.resolve("nothing"), words.split(" ", -1));

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("Usage: " + usage);
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
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(heard).as("what is ignored or trapped").content().isBlank();
    }

    /// Two builds in one checkout write the same files (issue 11, number 17).
    @Test
    void of_two_that_start_at_once_one_builds_and_the_other_waits() throws Exception {
        var checkout = checkout();
        var both = List.of(start(checkout, "up"), start(checkout, "up"));
        for (var one : both) {
            assertThat(one.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(one.exitValue())
                    .as(new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isZero();
        }

        assertThat(checkout.builds()).content().isEqualTo("build\n");
        assertThat(checkout.started()).content().isEqualTo("started\nstarted\n");
    }

    /// The build makes directories among the sources (issue 12).
    @Test
    void what_was_built_is_built_again_only_when_a_source_has_changed() throws Exception {
        var checkout = checkout();
        assertThat(output(start(checkout, "up"))).contains("Building", "Built in ");
        assertThat(output(start(checkout, "up"))).isEmpty();
        assertThat(output(start(checkout, "dlq", "list"))).isEmpty();
        assertThat(checkout.builds()).content().isEqualTo("build\n");

        for (var source :
                List.of("sql/migrations/V1__a.sql", "sql/src/main/A.java", "sql/pom.xml")) {
            var file = checkout.home().resolve(source);
            var builds = Files.readString(checkout.builds());
            // Newer than the build, on whatever clock the file system has.
            Files.setLastModifiedTime(
                    file, FileTime.from(Instant.now().plus(Duration.ofSeconds(2))));
            assertThat(output(start(checkout, "up"))).as(source).contains("Building what changed");
            assertThat(checkout.builds()).content().isEqualTo(builds + "build\n");
            Files.setLastModifiedTime(
                    file, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
        }
        Files.setLastModifiedTime(
                checkout.home().resolve("sql/src/test/ATest.java"),
                FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
        assertThat(output(start(checkout, "up"))).isEmpty();
    }

    /// What is built to be run has not been through the compiler's checks (issue 12).
    @Test
    void a_test_compiles_anew_what_was_built_to_be_run() throws Exception {
        var checkout = checkout();
        output(start(checkout, "up"));
        var built = checkout.home().resolve("testbed/target/testbed-0.1.0.jar");
        var unchecked =
                Files.createDirectories(checkout.home().resolve("sql/target/classes"))
                        .resolve("A.class");
        Files.createFile(unchecked);
        output(start(checkout, "test"));
        assertThat(unchecked).doesNotExist();
        assertThat(built).exists();

        Files.createDirectories(unchecked.getParent());
        Files.createFile(unchecked);
        output(start(checkout, "test"));
        assertThat(unchecked).exists();
    }

    @Test
    void a_build_tells_a_line_a_module_where_no_terminal_is_and_no_escape_code() throws Exception {
        assertThat(output(start(checkout(), "up")))
                .containsSubsequence(
                        "Building; the first time takes some minutes",
                        "Building sql, 1 of 2\n",
                        "  100 files fetched\n",
                        "Building testbed, 2 of 2\n",
                        "Built in ")
                .doesNotContain("\u001b", "\r", "[INFO]");
    }

    @Test
    void a_build_that_fails_says_what_maven_says_and_is_tried_again() throws Exception {
        var checkout = checkout();
        var broken = Files.createFile(checkout.home().resolve("broken"));
        for (var attempt = 1; attempt <= 2; attempt++) {
            var failed = start(checkout, "up");
            assertThat(failed.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(failed.exitValue()).isEqualTo(1);
            assertThat(new String(failed.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("[ERROR] there is no such symbol", "The build failed");
        }
        assertThat(checkout.started()).content().isEmpty();
        Files.delete(broken);
        output(start(checkout, "up"));
        assertThat(checkout.started()).content().isEqualTo("started\n");
    }

    /// A checkout whose Maven and Java only note that they ran.
    ///
    /// @param builds a line a build
    /// @param started a line a start of a program
    private record Checkout(Path home, Path bin, Path builds, Path started) {}

    private Checkout checkout() throws Exception {
        var home = Files.createDirectories(directory.resolve("checkout"));
        Files.copy(SCRIPT, home.resolve("consign"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        for (var source :
                List.of(
                        "sql/pom.xml",
                        "sql/migrations/V1__a.sql",
                        "sql/invariants/I1.sql",
                        "sql/src/main/A.java",
                        "sql/src/test/ATest.java")) {
            Files.createDirectories(home.resolve(source).getParent());
            Files.writeString(home.resolve(source), "a source");
        }
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
                [ ! -f %1$s/broken ] || { echo "[ERROR] there is no such symbol"; exit 1; }
                mkdir %1$s/busy && echo build >> %2$s || { echo overlap >> %2$s; exit 1; }
                echo "[INFO] Building sql 0.1.0                         [1/2]"
                for file in {1..120}; do
                  echo "[INFO] Downloaded from central: https://repo.example/$file.jar (1 kB at 1 MB/s)"
                done
                sleep 1
                mkdir -p %1$s/sql/target
                echo "[INFO] Building testbed 0.1.0                     [2/2]"
                for jar in processor/target/processor-0.1.0-exec reconciler/target/reconciler-0.1.0-exec \
                    testbed/target/testbed-0.1.0; do
                  mkdir -p "$(dirname "%1$s/$jar")"
                  echo jar > "%1$s/$jar.jar"
                done
                rmdir %1$s/busy
                """
                        .formatted(home, builds));
        return new Checkout(home, bin, builds, started);
    }

    private Process start(Checkout checkout, String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(checkout.home().resolve("consign").toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
        builder.environment().put("PATH", checkout.bin() + ":" + System.getenv("PATH"));
        builder.environment().remove("CONSIGN_BUILT");
        return builder.redirectErrorStream(true).start();
    }

    private static String output(Process process) throws Exception {
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(output).isZero();
        return output;
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
        // This is the checkout the tests run in: nothing of it is cleared away.
        builder.environment().put("CONSIGN_BUILT", "yes");
        var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    /// The machine's own javac may lie beside these, so they are led to one by one.
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
                    // No link: what tidies up would warn of each.
                    var tool = tools.resolve(name);
                    Files.writeString(tool, "#!/bin/sh\nexec %s \"$@\"\n".formatted(real));
                    assertThat(tool.toFile().setExecutable(true)).isTrue();
                }
            }
        }
        return tools;
    }
}
