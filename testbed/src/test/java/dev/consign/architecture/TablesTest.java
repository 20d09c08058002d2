package dev.consign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which class writes which table stands in docs/house.md: one each, or the reason why not. Read
/// from the SQL in the sources, and from what they have Hibernate insert and update; when the page
/// is not true any more the right list is printed.
class TablesTest {
    private static final Path HOME =
            Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
    private static final Set<String> NO_PRODUCT = Set.of("testbed", "bench", "testkit", "cli");

    private static final Pattern LITERAL =
            Pattern.compile("\"\"\"(?s:.*?)\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"");
    private static final List<Pattern> WRITES =
            Stream.of(
                            "INSERT (?:IGNORE )?INTO (\\w+)",
                            "(?<!KEY )(?<!FOR )UPDATE (\\w+)",
                            "DELETE FROM (\\w+)",
                            "DELETE (\\w+) FROM",
                            "REPLACE INTO (\\w+)",
                            "(?<!\\w)update ([A-Z]\\w+)")
                    .map(Pattern::compile)
                    .toList();
    private static final Pattern ENTITY =
            Pattern.compile(
                    "@Entity\\(name = \"(\\w+)\"\\)\\s+@Table\\(name = \"(\\w+)\"\\)\\s+(?:public )?class (\\w+)");
    private static final Pattern ROW = Pattern.compile("new (\\w+Row)\\(");

    @Test
    void every_table_is_written_by_the_classes_of_the_page() throws IOException {
        var drawn = drawn();
        assertThat(
                        drawn.lines()
                                .map(line -> line.replaceFirst(" -- .*", ""))
                                .collect(Collectors.joining("\n")))
                .isEqualTo(
                        writers().entrySet().stream()
                                .map(one -> one.getKey() + ": " + String.join(", ", one.getValue()))
                                .collect(Collectors.joining("\n")));
        assertThat(drawn.lines())
                .allSatisfy(line ->
                        assertThat(line.contains(" -- "))
                                .as("a reason where there are several writers: %s", line)
                                .isEqualTo(line.contains(",")));
    }

    private static Map<String, Set<String>> writers() throws IOException {
        var sources = sources();
        var tables = tables(sources.values());
        var writers = new TreeMap<String, Set<String>>();
        sources.forEach((name, source) -> {
            for (var word : written(source)) {
                var table = tables.get(word);
                if (table != null) {
                    writers.computeIfAbsent(table, _ -> new TreeSet<>()).add(name);
                }
            }
        });
        return writers;
    }

    /// Every word that stands where a table is written.
    private static List<String> written(String source) {
        var words = new ArrayList<String>();
        for (var literal : all(LITERAL, 0, source)) {
            var sql = literal.replaceAll("--[^\\n]*", "").replaceAll("\\s+", " ");
            for (var write : WRITES) {
                for (var word : all(write, 1, sql)) {
                    words.add(word);
                    // Its alias, where a statement with a join names one.
                    words.addAll(
                            all(Pattern.compile("(?:FROM|JOIN) (\\w+) " + word + "\\b"), 1, sql));
                }
            }
        }
        if (source.contains("session.insert(")) {
            words.addAll(all(ROW, 1, source));
        }
        return words;
    }

    /// The tables of the schema by their names, and by those of their entities.
    private static Map<String, String> tables(Iterable<String> sources) throws IOException {
        var tables = new HashMap<String, String>();
        try (var files = Files.walk(HOME.resolve("sql/migrations"))) {
            for (var file : files.filter(one -> one.toString().endsWith(".sql")).toList()) {
                all(Pattern.compile("CREATE TABLE (\\w+)"), 1, Files.readString(file))
                        .forEach(table -> tables.put(table, table));
            }
        }
        for (var source : sources) {
            ENTITY.matcher(source)
                    .results()
                    .forEach(entity -> {
                        tables.put(entity.group(1), entity.group(2));
                        tables.put(entity.group(3), entity.group(2));
                    });
        }
        return tables;
    }

    /// The product's classes, by their names.
    private static Map<String, String> sources() throws IOException {
        var sources = new TreeMap<String, String>();
        for (var module :
                all(
                        Pattern.compile("<module>(.*?)</module>"),
                        1,
                        Files.readString(HOME.resolve("pom.xml")))) {
            var main = HOME.resolve(module).resolve("src/main/java");
            if (NO_PRODUCT.contains(module) || !Files.exists(main)) {
                continue;
            }
            try (var files = Files.walk(main)) {
                for (var file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
                    var name = String.valueOf(file.getFileName()).replace(".java", "");
                    sources.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }

    private static String drawn() throws IOException {
        var page = Files.readString(HOME.resolve("docs/house.md"));
        return all(Pattern.compile("(?s)```tables\\n(.*?)\\n```"), 1, page).getFirst();
    }

    private static List<String> all(Pattern pattern, int group, String text) {
        return pattern.matcher(text).results().map(match -> match.group(group)).toList();
    }
}
