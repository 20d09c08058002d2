package dev.consign.notify.notification;

import dev.consign.message.Notification;
import dev.consign.notify.delivery.Channel;
import dev.consign.notify.delivery.Deliveries;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Takes each notification in once, however often its message comes, together with one delivery for
/// everybody who is to be told; the number of statements does not depend on how many there are.
@Component
public final class NotificationRows {
    private static final int FINGERPRINT_BYTES = 16;

    private static final String SEEN =
            """
            SELECT message_id
              FROM processed_message
             WHERE consumer = 'notification' AND message_id IN (:ids)
            """;

    // No "ON DUPLICATE KEY": a row that appeared since we looked is another consumer's, and all is
    // looked at again.
    private static final String PROCESSED =
            """
            INSERT INTO processed_message (consumer, message_id, fingerprint, outcome, processed_at)
            VALUES ('notification', ?, ?, 'APPLIED', ?)
            """;

    private static final String KEEP =
            """
            INSERT INTO notification (notification_id, order_no, order_status, body, occurred_at, created_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Transactions transactions;
    private final Deliveries deliveries;
    private final List<Channel> sinks;
    private final InstantSource clock;

    NotificationRows(
            JdbcTemplate batches,
            Transactions transactions,
            Deliveries deliveries,
            List<Channel> sinks,
            InstantSource clock) {
        this.jdbc = JdbcClient.create(batches);
        this.batches = batches;
        this.transactions = transactions;
        this.deliveries = deliveries;
        this.sinks = List.copyOf(sinks);
        this.clock = clock;
    }

    /// @return how many were new
    int take(Collection<Incoming> incoming) {
        var byId = new LinkedHashMap<String, Incoming>();
        incoming.forEach(one -> byId.putIfAbsent(one.notification().notificationId(), one));
        return transactions.call(() -> {
            var seen =
                    new HashSet<>(
                            jdbc.sql(SEEN).param("ids", byId.keySet()).query(String.class).list());
            var fresh =
                    byId.entrySet().stream()
                            .filter(entry -> !seen.contains(entry.getKey()))
                            .map(entry -> entry.getValue())
                            .toList();
            if (!fresh.isEmpty()) {
                keep(fresh);
                var notifications = fresh.stream().map(Incoming::notification).toList();
                for (var sink : sinks) {
                    deliveries.add(sink.kind(), sink.recipients(notifications));
                }
            }
            return fresh.size();
        });
    }

    private void keep(List<Incoming> fresh) {
        var now = Utc.column(clock.instant());
        batches.batchUpdate(
                PROCESSED,
                fresh.stream()
                        .map(one ->
                                new Object[] {
                                    one.notification().notificationId(),
                                    fingerprint(one.body()),
                                    now
                                })
                        .toList());
        batches.batchUpdate(
                KEEP,
                fresh.stream()
                        .map(one ->
                                new Object[] {
                                    one.notification().notificationId(),
                                    one.notification().orderNo().value(),
                                    one.notification().status().name(),
                                    one.body(),
                                    Utc.column(one.notification().occurredAt()),
                                    now
                                })
                        .toList());
    }

    private static byte[] fingerprint(String body) {
        try {
            return Arrays.copyOf(
                    MessageDigest.getInstance("SHA-256")
                            .digest(body.getBytes(StandardCharsets.UTF_8)),
                    FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// A notification as it came, with the text that is posted as it is.
    record Incoming(Notification notification, String body) {}
}
