package dev.consign.platform.keyset;

import dev.consign.sql.Utc;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The statement that reads one page of a list and one row more, by which the next page is known.
/// What was not asked for is no part of it, so that every statement has the index for what was.
public final class PageStatement {
    private static final int MOST = 200;

    private final StringBuilder sql;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String order;

    private PageStatement(String select, String order) {
        this.sql = new StringBuilder(select).append("\n WHERE 1 = 1");
        this.order = order;
    }

    /// Newest first by the names of the rows, which rise with time: a page is a piece of an index
    /// that ends with them.
    ///
    /// @param select columns and tables, without conditions
    /// @param name the column that the list is in order of
    /// @param at the column of its time
    public static PageStatement newestFirst(String select, String name, String at, Window window) {
        return new PageStatement(select, name + " DESC")
                .where(name + " >= :leastName", window.leastName())
                .where(name + " < :endName", window.endName())
                .during(at, window);
    }

    /// Oldest first by the names of the rows.
    public static PageStatement oldestFirst(String select, String name, String at, Window window) {
        return new PageStatement(select, name)
                .where(name + " >= :leastName", window.leastName())
                .where(name + " > :after", window.after())
                .during(at, window);
    }

    /// Latest first by a time that changes, or is not that of the names.
    ///
    /// @param afterAt the time of the entry that the page follows; null for the first page
    public static PageStatement latestFirst(
            String select, String name, String at, Window window, @Nullable Instant afterAt) {
        var statement =
                new PageStatement(select, "%s DESC, %s DESC".formatted(at, name))
                        .during(at, window);
        return afterAt == null
                ? statement
                : statement
                        .where(at + " <= :afterAt", Utc.column(afterAt))
                        // The first condition says where the piece of the index ends.
                        .where(
                                "(%1$s < :afterAt OR %2$s < :after)".formatted(at, name),
                                window.after());
    }

    private PageStatement during(String at, Window window) {
        return where(at + " >= :from", window.from() == null ? null : Utc.column(window.from()))
                .where(at + " < :to", window.to() == null ? null : Utc.column(window.to()));
    }

    /// One condition more, unless nothing is wanted of it.
    ///
    /// @param condition its last parameter is that of the value
    public PageStatement where(String condition, @Nullable Object value) {
        if (value != null) {
            sql.append("\n   AND ").append(condition);
            values.put(name(condition), value);
        }
        return this;
    }

    /// One condition more that has no parameter.
    public PageStatement where(String condition) {
        sql.append("\n   AND ").append(condition);
        return this;
    }

    private static String name(String condition) {
        return condition.substring(condition.lastIndexOf(':') + 1).replaceAll("\\W.*", "");
    }

    /// The whole statement, with the names of [#values()].
    public String sql() {
        return "%s\n ORDER BY %s LIMIT %d".formatted(sql, order, MOST + 1);
    }

    /// What its parameters stand for.
    public Map<String, Object> values() {
        return Map.copyOf(values);
    }

    /// @param name of an entry
    public <T> KeysetPage<T> read(JdbcClient jdbc, RowMapper<T> row, Function<T, String> name) {
        return page(jdbc.sql(sql()).params(values).query(row).list(), name);
    }

    /// The page, of the rows that the statement found.
    public <T> KeysetPage<T> page(List<T> found, Function<T, String> name) {
        return KeysetPage.of(found, MOST, name);
    }
}
