package dev.consign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/security.md` names a test for each threat; this one that those tests are there.
class SecurityPageTest {
    private static final Path HOME = Path.of(System.getProperty("consign.home"));
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))`");
    private static final int THREATS = 27;

    @Test
    void every_threat_has_a_control_and_a_test_that_exists() throws IOException {
        var page = Files.readString(HOME.resolve("docs/security.md"));
        var rows =
                page.lines()
                        .filter(line -> line.matches("\\| (T[0-9]{2})? ?\\| .*"))
                        .filter(line -> !line.equals("| | threat | control | test |"))
                        .toList();

        for (var threat = 1; threat <= THREATS; threat++) {
            var start = "| T%02d | ".formatted(threat);
            assertThat(rows).as(start).filteredOn(row -> row.startsWith(start)).hasSize(1);
        }
        assertThat(rows).allSatisfy(row -> assertThat(TEST.matcher(row).find()).as(row).isTrue());
        var named =
                TEST.matcher(page)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toSet());
        assertThat(tests()).containsAll(named);
    }

    private static Set<String> tests() throws IOException {
        try (var files = Files.walk(HOME)) {
            return files.filter(file -> file.toString().contains("/src/test/java/"))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
