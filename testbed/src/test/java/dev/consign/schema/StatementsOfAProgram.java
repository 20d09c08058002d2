package dev.consign.schema;

import dev.consign.sql.rights.Program;
import dev.consign.sql.rights.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads in the sources of a program what its statements do with which table: SQL in the literals,
/// and what Hibernate makes of entities.
final class StatementsOfAProgram {
    private static final Pattern LITERAL =
            Pattern.compile("\"\"\"(?s:.*?)\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"");
    private static final Pattern INSERT =
            Pattern.compile("INSERT\\s+(?:IGNORE\\s+)?INTO\\s+(\\w+)");
    private static final Pattern UPDATE = Pattern.compile("(?<!KEY )(?<!FOR )UPDATE\\s+(\\w+)");
    private static final Pattern DELETE = Pattern.compile("DELETE\\s+FROM\\s+(\\w+)");
    private static final Pattern DELETE_OF = Pattern.compile("DELETE\\s+(\\w+)\\s+FROM");
    private static final Pattern SELECT = Pattern.compile("(?:FROM|JOIN)\\s+(\\w+)");
    private static final Pattern ENTITY =
            Pattern.compile(
                    "@Entity\\(name = \"(\\w+)\"\\)\\s+@Table\\(name = \"(\\w+)\"\\)\\s+class (\\w+)");
    private static final Pattern NEW_ROW =
            Pattern.compile("session\\.insert\\(\\s*(?:new (\\w+)|row)");
    private static final Pattern HQL_UPDATE = Pattern.compile("update (\\w+)");

    private final Map<String, Set<Right>> found = new HashMap<>();
    private final Map<String, String> tableOf = new HashMap<>();
    private final Set<String> tables;

    private StatementsOfAProgram(Set<String> tables) {
        this.tables = tables;
    }

    static Map<String, Set<Right>> read(Program program, Set<String> tables) throws IOException {
        var statements = new StatementsOfAProgram(tables);
        var home = Path.of(Objects.requireNonNull(System.getProperty("consign.home")));
        var sources = new ArrayList<Path>();
        for (var module : modules(program)) {
            try (var files = Files.walk(home.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        for (var file : sources) {
            statements.entities(Files.readString(file));
        }
        for (var file : sources) {
            statements.source(Files.readString(file));
        }
        return statements.found;
    }

    /// Where its statements stand.
    private static List<String> modules(Program program) {
        return program == Program.PROCESSOR
                ? List.of("processor", "engine", "notify", "broker-config", "platform")
                : List.of(program.word());
    }

    private void entities(String source) {
        ENTITY.matcher(source)
                .results()
                .forEach(entity -> {
                    tableOf.put(entity.group(1), entity.group(2));
                    tableOf.put(entity.group(3), entity.group(2));
                    add(entity.group(2), Right.SELECT);
                });
    }

    private void source(String source) {
        NEW_ROW.matcher(source)
                .results()
                .map(row -> row.group(1) == null ? made(source) : row.group(1))
                .forEach(row -> add(Objects.requireNonNull(tableOf.get(row), row), Right.INSERT));
        LITERAL.matcher(source).results().forEach(literal -> statement(literal.group()));
    }

    /// What a local `row` is.
    private static String made(String source) {
        var row = Pattern.compile("var row =\\s+new (\\w+)").matcher(source);
        if (!row.find()) {
            throw new IllegalStateException("a row of what is inserted here?");
        }
        return row.group(1);
    }

    private void statement(String sql) {
        var text = sql.replaceAll("--[^\\n]*", "").replaceAll("\\s+", " ");
        first(INSERT, text)
                .forEach(table -> {
                    add(table, Right.INSERT);
                    if (text.contains("ON DUPLICATE KEY UPDATE")) {
                        add(table, Right.UPDATE);
                    }
                });
        first(UPDATE, text).forEach(table -> add(table, Right.UPDATE));
        first(DELETE, text).forEach(table -> add(table, Right.DELETE));
        first(DELETE_OF, text)
                .flatMap(alias ->
                        first(
                                Pattern.compile(
                                        "(?:FROM|JOIN)\\s+(\\w+)\\s+%s\\b".formatted(alias)),
                                text))
                .forEach(table -> add(table, Right.DELETE));
        first(SELECT, text).forEach(table -> add(table, Right.SELECT));
        if (text.contains("FOR UPDATE")) {
            first(SELECT, text).findFirst().ifPresent(table -> add(table, Right.UPDATE));
        }
        first(HQL_UPDATE, text)
                .filter(tableOf::containsKey)
                .forEach(entity -> add(Objects.requireNonNull(tableOf.get(entity)), Right.UPDATE));
    }

    private static Stream<String> first(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(one -> one.group(1));
    }

    /// Words of sentences are no tables.
    private void add(String table, Right right) {
        if (tables.contains(table)) {
            found.computeIfAbsent(table, _ -> EnumSet.noneOf(Right.class)).add(right);
        }
    }
}
