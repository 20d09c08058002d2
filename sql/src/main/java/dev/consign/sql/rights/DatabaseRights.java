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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/// What the programs' users may do with which table, and nothing beyond it: read from
/// `rights/tables.txt`, the only place where it is written (issue 11 number 6).
public final class DatabaseRights {
    private static final String LIST = "/rights/tables.txt";
    private static final Pattern BLANKS = Pattern.compile("\\s+");

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
        var words = BLANKS.split(line, -1);
        var rights = new EnumMap<Program, Set<Right>>(Program.class);
        @Nullable Set<Right> given = null;
        for (var word : List.of(words).subList(1, words.length)) {
            if (word.endsWith(":")) {
                given = EnumSet.noneOf(Right.class);
                rights.put(program(word.substring(0, word.length() - 1)), given);
            } else if (given != null) {
                given.add(right(word));
            }
        }
        if (rights.isEmpty() || tables.put(words[0], rights) != null) {
            throw new IllegalStateException(
                    LIST + " gives nobody a right, or names a table twice: " + line);
        }
    }

    private static Program program(String word) {
        return Program.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// The servers have no right to lock: whoever may change a row may lock it.
    private static Right right(String word) {
        return word.equals("lock") ? Right.UPDATE : Right.valueOf(word.toUpperCase(Locale.ROOT));
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
