package dev.consign.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// README and docs lead nowhere that is not there, and say the same in both languages.
class PagesTest {
    private static final Path HOME =
            Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final int MOST_LINES = 250;

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_to_a_file_and_a_heading_that_are_there(Path page) throws IOException {
        for (var link : links(Files.readString(page))) {
            if (link.matches("https?://.*")) {
                continue;
            }
            var parts = link.split("#", 2);
            var file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
            assertThat(file).as("%s of %s", link, page).exists();
            if (parts.length == 2) {
                assertThat(anchors(file)).as("%s of %s", link, page).contains(parts[1]);
            }
        }
    }

    /// Whoever reads a page has come from somewhere.
    @Test
    void every_page_is_reached_from_the_readme() throws IOException {
        var reached = links(Files.readString(HOME.resolve("README.md")));
        try (var docs = Files.list(HOME.resolve("docs"))) {
            assertThat(docs.filter(page -> page.toString().endsWith(".md")))
                    .allSatisfy(page -> assertThat(reached).contains("docs/" + page.getFileName()));
        }
    }

    @Test
    void the_readme_is_for_the_first_hour() throws IOException {
        for (var name : List.of("README.md", "README.zh-CN.md")) {
            assertThat(Files.readAllLines(HOME.resolve(name))).hasSizeLessThanOrEqualTo(MOST_LINES);
        }
    }

    @Test
    void both_languages_have_the_same_commands_output_links_and_chapters() throws IOException {
        var english = Files.readString(HOME.resolve("README.md"));
        var chinese = Files.readString(HOME.resolve("README.zh-CN.md"));
        assertThat(all(CODE, chinese)).isEqualTo(all(CODE, english));
        assertThat(HEADING.matcher(without(chinese)).results().count())
                .isEqualTo(HEADING.matcher(without(english)).results().count());
        assertThat(links(chinese).stream().map(PagesTest::file))
                .containsAll(
                        links(english).stream()
                                .map(PagesTest::file)
                                .filter(link -> !link.equals("README.zh-CN.md"))
                                .toList());
    }

    static Stream<Path> pages() throws IOException {
        try (var docs = Files.list(HOME.resolve("docs"))) {
            return Stream.concat(
                    docs,
                    Stream.of(
                            HOME.resolve("README.md"),
                            HOME.resolve("README.zh-CN.md"),
                            HOME.resolve("CHANGELOG.md")))
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList()
                    .stream();
        }
    }

    /// Anchors differ between the languages, since headings do.
    private static String file(String link) {
        return link.replaceFirst("#.*", "");
    }

    private static List<String> links(String text) {
        return LINK.matcher(without(text)).results().map(one -> one.group(1)).toList();
    }

    /// As the common renderers make them of headings.
    private static List<String> anchors(Path file) throws IOException {
        return HEADING.matcher(without(Files.readString(file)))
                .results()
                .map(one ->
                        one.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                                .strip()
                                .replace(' ', '-'))
                .toList();
    }

    private static String without(String text) {
        return CODE.matcher(text).replaceAll("");
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(one -> one.group()).toList();
    }
}
