package dev.consign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/// `./consign bench --help` prints a page of the repository; with `-Dhelp.write=true` it is written
/// anew.
class BenchHelpPageTest {
    private static final Path PAGE =
            Path.of(System.getProperty("consign.home"), "testbed/src/help/bench.txt");

    @Test
    void the_page_says_what_the_command_says() throws Exception {
        var said = BenchCommand.command().getUsageMessage(Ansi.OFF);
        if (Boolean.getBoolean("help.write")) {
            Files.writeString(PAGE, said);
        }
        assertThat(PAGE).content().isEqualTo(said);
    }
}
