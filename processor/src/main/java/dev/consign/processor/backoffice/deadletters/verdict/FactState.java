package dev.consign.processor.backoffice.deadletters.verdict;

import dev.consign.order.Outcome;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads, without a lock, what the engine and the notifications know of many messages. Only to
/// foretell: what happens is decided again, on locked rows, when they arrive.
@Component
public final class FactState {
    private static final String PROCESSED =
            """
            SELECT message_id, fingerprint, outcome, processed_at
              FROM processed_message
             WHERE consumer = 'engine' AND message_id IN (:ids)
            """;

    private static final String NOTIFICATIONS =
            "SELECT notification_id FROM notification WHERE notification_id IN (:ids)";

    private final JdbcClient jdbc;

    public FactState(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Processed> processed(Collection<String> messageIds) {
        return read(PROCESSED, messageIds, FactState::processed);
    }

    List<Told> notifications(Collection<String> notificationIds) {
        return read(
                NOTIFICATIONS, notificationIds, row -> new Told(row.getString("notification_id")));
    }

    private <T> List<T> read(String sql, Collection<String> ids, RowReader<T> reader) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql(sql).param("ids", ids).query((row, _) -> reader.read(row)).list();
    }

    static <T, K> Map<K, T> by(Collection<T> all, Function<T, K> key) {
        return all.stream().collect(Collectors.toMap(key, Function.identity()));
    }

    private static Processed processed(ResultSet row) throws SQLException {
        return new Processed(
                row.getString("message_id"),
                row.getBytes("fingerprint"),
                Outcome.valueOf(row.getString("outcome")),
                Utc.instant(row, "processed_at"));
    }

    /// What the engine recorded for a message.
    record Processed(String messageId, byte[] fingerprint, Outcome outcome, Instant at) {}

    /// A notification that was taken in.
    record Told(String notificationId) {}

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
