package dev.consign.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// `./consign COMMAND --help` prints a page of the repository, so that it needs neither a build nor
/// a JDK. The pages are what the commands say of themselves; with `-Dhelp.write=true` they are
/// written anew.
class HelpPagesTest {
    private static final Path PAGES =
            Path.of(System.getProperty("consign.home"), "testbed/src/help");

    @Test
    void every_page_says_what_its_command_says() throws Exception {
        var expected = new TreeMap<String, String>();
        collect("", Main.commandLine(), expected);
        if (Boolean.getBoolean("help.write")) {
            for (var page : expected.entrySet()) {
                Files.writeString(file(page.getKey()), page.getValue());
            }
        }
        assertThat(expected).containsKeys("up", "dlq", "dlq-requeue", "recon-run");
        for (var page : expected.entrySet()) {
            assertThat(file(page.getKey())).content().as(page.getKey()).isEqualTo(page.getValue());
        }
        assertThat(pages()).containsOnlyKeys(names(expected));
    }

    private static void collect(String name, CommandLine line, Map<String, String> pages) {
        for (var one : line.getSubcommands().entrySet()) {
            var page = name.isEmpty() ? one.getKey() : name + "-" + one.getKey();
            pages.put(page, one.getValue().getUsageMessage(Ansi.OFF));
            collect(page, one.getValue(), pages);
        }
    }

    /// Those of the script itself, and of the module that has a command of its own, are there too.
    private static String[] names(Map<String, String> expected) {
        var names = new TreeMap<>(expected);
        names.put("test", "");
        names.put("bench", "");
        return names.keySet().toArray(String[]::new);
    }

    private static Map<String, Path> pages() throws IOException {
        try (var files = Files.list(PAGES)) {
            return files.collect(
                    Collectors.toMap(
                            file -> file.getFileName().toString().replace(".txt", ""),
                            file -> file));
        }
    }

    private static Path file(String page) {
        return PAGES.resolve(page + ".txt");
    }
}
