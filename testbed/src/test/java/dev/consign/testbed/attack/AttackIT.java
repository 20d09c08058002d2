package dev.consign.testbed.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nothing gets through, nothing dies, all invariants hold (issue 11).
class AttackIT {
    private static final Path HOME =
            Path.of(Objects.requireNonNull(System.getProperty("consign.home")));

    @TempDir Path scratch;

    @Test
    void in_a_few_tries_nothing_gets_through() throws Exception {
        attack("--quick", 0);
    }

    @Test
    @Tag("heavy")
    void in_all_of_them_nothing_gets_through() throws Exception {
        attack("", 0);
    }

    @ParameterizedTest
    @CsvSource({"--help, 0", "no-such-attack, 2", "--no-such-option, 2"})
    void it_explains_itself(String arguments, int code) throws Exception {
        assertThat(attack(arguments, code)).contains("csv");
    }

    private String attack(String arguments, int code) throws Exception {
        var output = scratch.resolve("output");
        var builder =
                new ProcessBuilder("bash", "-c", "exec ./consign attack " + arguments)
                        .directory(HOME.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "CONSIGN_BUILT",
                                "1",
                                "CONSIGN_DATA",
                                scratch.resolve("data").toString()));
        var attack = builder.start();
        try {
            assertThat(attack.waitFor(30, TimeUnit.MINUTES)).isTrue();
        } finally {
            attack.destroy();
        }
        assertThat(attack.exitValue()).as(Files.readString(output)).isEqualTo(code);
        return Files.readString(output);
    }
}
