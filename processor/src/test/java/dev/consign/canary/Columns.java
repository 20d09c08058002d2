package dev.consign.canary;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Every column of every table that can hold a text, also as bytes.
public final class Columns {
    private static final String ALL =
            """
            SELECT table_name AS t, column_name AS c FROM information_schema.columns
             WHERE table_schema = DATABASE()
               AND data_type IN ('char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'json',
                                 'binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob')
             ORDER BY 1, 2
            """;

    private Columns() {}

    /// Where any of these texts stands: table, column, and the place of the text in the list given.
    public static List<String> holding(JdbcClient sql, Collection<String> texts) {
        var found = new ArrayList<String>();
        var columns =
                sql.sql(ALL)
                        .query((row, _) -> List.of(row.getString("t"), row.getString("c")))
                        .list();
        if (columns.size() < 100) {
            throw new AssertionError("only these columns are seen: " + columns);
        }
        for (var column : columns) {
            var position = 0;
            for (var text : texts) {
                var rows =
                        sql.sql(
                                        "SELECT COUNT(*) FROM `%s` WHERE LOCATE(CAST(? AS BINARY), CAST(`%s` AS BINARY)) > 0"
                                                .formatted(column.getFirst(), column.getLast()))
                                .param(text)
                                .query(Long.class)
                                .single();
                if (rows > 0) {
                    found.add("%s of text %d".formatted(String.join(".", column), position));
                }
                position++;
            }
        }
        return found;
    }
}
