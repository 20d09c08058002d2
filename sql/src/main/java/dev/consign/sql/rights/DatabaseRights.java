package dev.consign.sql.rights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcOperations;

/// What the programs' users may do with which table, and nothing beyond it: read from
/// `rights/tables.txt`, the only place where it is written (issue 11 number 6).
public final class DatabaseRights {
    private static final String LIST = "/rights/tables.txt";
    private static final Pattern LINE =
            Pattern.compile("(?<table>[a-z_]+)(?<rights>(\\s+(processor|reconciler):[a-z ]+)+)");
    private static final Pattern PART = Pattern.compile("(processor|reconciler):([a-z ]+)");

    private final Map<String, Map<Program, Set<Right>>> tables = new LinkedHashMap<>();

    private DatabaseRights(String list) {
        list.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(this::add);
    }

    /// The list that came with this version of the schema.
    public static DatabaseRights read() {
        try (var list = DatabaseRights.class.getResourceAsStream(LIST)) {
            return new DatabaseRights(
                    new String(
                            Objects.requireNonNull(list, LIST).readAllBytes(),
                            StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(LIST, e);
        }
    }

    private void add(String line) {
        var parsed = LINE.matcher(line);
        if (!parsed.matches()) {
            throw new IllegalStateException(LIST + " has a line that nobody can read: " + line);
        }
        var rights = new EnumMap<Program, Set<Right>>(Program.class);
        PART.matcher(parsed.group("rights"))
                .results()
                .forEach(part -> rights.put(program(part.group(1)), rights(part.group(2))));
        if (tables.put(parsed.group("table"), rights) != null) {
            throw new IllegalStateException(LIST + " names a table twice: " + line);
        }
    }

    private static Program program(String word) {
        return Program.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Set<Right> rights(String words) {
        var rights = EnumSet.noneOf(Right.class);
        for (var word : words.strip().split(" +")) {
            // The servers have no right to lock: whoever may change a row may lock it.
            rights.add(word.equals("lock") ? Right.UPDATE : Right.valueOf(word.toUpperCase(Locale.ROOT)));
        }
        return rights;
    }

    /// Every table that anybody may do anything with.
    public Set<String> tables() {
        return Set.copyOf(tables.keySet());
    }

    /// The tables of one program, in the order in which it is given its rights.
    public List<String> tables(Program program) {
        return tables.keySet().stream().filter(table -> !of(program, table).isEmpty()).toList();
    }

    /// @return empty when it may do nothing with the table
    public Set<Right> of(Program program, String table) {
        return tables.getOrDefault(table, Map.of()).getOrDefault(program, Set.of());
    }

    /// Gives a user all that the programs it is for may do, and takes from it whatever else it has
    /// been given on one of their tables. Rights on the whole schema are not touched.
    ///
    /// @param migrator somebody who may give rights away, connected to the schema
    /// @param programs more than one when they share a user
    /// @throws org.springframework.dao.DataAccessException when there is no such user, or the
    ///   migrator may not do this
    public void give(JdbcOperations migrator, Account account, Set<Program> programs) {
        statements(account, programs).forEach(migrator::execute);
    }

    /// The same as statements, for who wants to read them.
    public List<String> statements(Account account, Set<Program> programs) {
        var statements = new ArrayList<String>();
        for (var table : tables.keySet()) {
            var given = EnumSet.noneOf(Right.class);
            programs.forEach(program -> given.addAll(of(program, table)));
            if (!given.isEmpty()) {
                statements.add(
                        "GRANT %s ON `%s` TO %s".formatted(words(given), table, account.quoted()));
            }
            var refused = EnumSet.complementOf(given);
            if (!given.isEmpty() && !refused.isEmpty()) {
                statements.add(
                        "REVOKE %s ON `%s` FROM %s"
                                .formatted(words(refused), table, account.quoted()));
            }
        }
        return statements;
    }

    private static String words(Set<Right> rights) {
        return rights.stream().map(Right::name).collect(Collectors.joining(", "));
    }
}
