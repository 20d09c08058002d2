package dev.consign.notify.delivery;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.notify.delivery.Channel.Recipient;
import dev.consign.platform.text.CardNumbers;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Lets one sender at a time hold a delivery, and writes what became of it and of it alone.
@Component
public final class Deliveries {
    private static final int LONGEST_ANSWER = 200;

    private static final String ADD =
            """
            INSERT INTO notification_delivery
                   (delivery_id, notification_id, order_no, sink, target, status, due_at, attempts, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, 'WAITING', ?, 0, ?, ?)
            """;

    // Whoever has as much under way as it may have does not hide those behind it.
    private static final String DUE =
            """
            SELECT delivery_id, target
              FROM notification_delivery
             WHERE sink = :sink AND status = 'WAITING' AND due_at <= :now
               AND target NOT IN (:busy)
             ORDER BY due_at
             LIMIT :limit
            """;

    private static final String LOCK =
            """
            SELECT delivery_id
              FROM notification_delivery FORCE INDEX (PRIMARY)
             WHERE delivery_id IN (:ids)
               AND status = 'WAITING' AND due_at <= :now -- another sender may have been faster
               FOR UPDATE SKIP LOCKED
            """;

    private static final String LEASE =
            "UPDATE notification_delivery FORCE INDEX (PRIMARY) SET due_at = :until WHERE delivery_id IN (:ids)";

    private static final String READ =
            """
            SELECT d.delivery_id, d.notification_id, d.target, d.attempts, n.body
              FROM notification_delivery d
              JOIN notification n ON n.notification_id = d.notification_id
             WHERE d.delivery_id IN (:ids)
            """;

    private static final String SENT =
            """
            UPDATE notification_delivery
               SET status = 'SENT', attempts = attempts + 1, last_answer = :answer, updated_at = :at
             WHERE delivery_id = :id
               AND status IN ('WAITING', 'HELD') -- what was given up or withdrawn stays so
            """;

    private static final String AGAIN =
            """
            UPDATE notification_delivery
               SET attempts = attempts + 1, due_at = :due, last_answer = :answer, updated_at = :at
             WHERE delivery_id = :id AND status IN ('WAITING', 'HELD')
               AND due_at = :fence -- who lost the lease has no say about a failure any more
            """;

    // A webhook that was disabled by this very answer keeps its deliveries.
    private static final String GIVE_UP =
            """
            UPDATE notification_delivery
               SET status = IF(status = 'HELD', 'HELD', 'GIVEN_UP'), attempts = attempts + 1,
                   last_answer = :answer, updated_at = :at
             WHERE delivery_id = :id AND status IN ('WAITING', 'HELD')
               AND due_at = :fence -- who lost the lease has no say about a failure any more
            """;

    // Its webhook was locked before: one that was enabled in between would never let go of it.
    private static final String KEEP =
            """
            UPDATE notification_delivery
               SET status = 'HELD', last_answer = :answer, updated_at = :at
             WHERE delivery_id = :id AND status IN ('WAITING', 'HELD')
               AND due_at = :fence -- who lost the lease has no say any more
               AND EXISTS (SELECT 1 FROM webhook_endpoint e
                            WHERE e.webhook_id = target AND e.status = 'DISABLED')
            """;

    private static final String LET_GO =
            """
            UPDATE notification_delivery
               SET status = 'WITHDRAWN', last_answer = :answer, updated_at = :at
             WHERE delivery_id = :id AND status IN ('WAITING', 'HELD')
               AND due_at = :fence -- who lost the lease has no say any more
            """;

    // What a disabled webhook keeps has the case of that webhook; whatever else is given up has one
    // of its own. case_key is unique: one case a delivery. It is opened again when the delivery was
    // sent again
    // by hand and given up again.
    private static final String CASE =
            """
            INSERT INTO case_file (case_id, case_key, kind, status, order_no, message_id, evidence, opened_at)
            SELECT :case, CONCAT('NOTIFICATION_FAILED:', d.delivery_id), 'NOTIFICATION_FAILED', 'OPEN', d.order_no,
                   d.notification_id,
                   CONCAT(:who, ' was not told in ', d.attempts, ' attempts; the last answer was: ', d.last_answer), :at
              FROM notification_delivery d
             WHERE d.delivery_id = :id AND d.status = 'GIVEN_UP'
            ON DUPLICATE KEY UPDATE status = 'OPEN', resolution = NULL, owner = NULL, resolved_at = NULL,
                                    evidence = VALUES(evidence), opened_at = VALUES(opened_at)
            """;

    private static final String HOLD =
            """
            UPDATE notification_delivery SET status = 'HELD', updated_at = :at
             WHERE sink = 'CONSIGNOR' AND target = :target
               AND status = 'WAITING' -- what has ended stays ended
            """;

    private static final String RELEASE =
            """
            UPDATE notification_delivery SET status = 'WAITING', attempts = 0, due_at = :at, updated_at = :at
             WHERE sink = 'CONSIGNOR' AND target = :target
               AND status = 'HELD' -- only what was kept for this webhook
            """;

    private static final String WITHDRAW =
            """
            UPDATE notification_delivery SET status = 'WITHDRAWN', updated_at = :at
             WHERE sink = 'CONSIGNOR' AND target = :target
               AND status IN ('WAITING', 'HELD') -- what has ended stays ended
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Transactions transactions;
    private final IdSource ids;
    private final InstantSource clock;

    Deliveries(JdbcTemplate batches, Transactions transactions, IdSource ids, InstantSource clock) {
        this.jdbc = JdbcClient.create(batches);
        this.batches = batches;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /// In the caller's transaction, one statement.
    public void add(SinkKind kind, List<Recipient> recipients) {
        var now = Utc.column(clock.instant());
        var rows =
                recipients.stream()
                        .map(one ->
                                new Object[] {
                                    ids.next(NumberPrefix.NOTIFICATION),
                                    one.notification().notificationId(),
                                    one.notification().orderNo().value(),
                                    kind.name(),
                                    one.target(),
                                    now,
                                    now,
                                    now
                                })
                        .toList();
        if (!rows.isEmpty()) {
            batches.batchUpdate(ADD, rows);
        }
    }

    /// What is due, oldest first. Read without a lock: [#claim] decides.
    ///
    /// @param busy targets to leave out
    List<Due> due(SinkKind kind, Instant now, Collection<String> busy, int limit) {
        return jdbc.sql(DUE)
                .param("sink", kind.name())
                .param("now", Utc.column(now))
                .param("busy", busy.isEmpty() ? List.of("") : busy)
                .param("limit", limit)
                .query((row, _) -> new Due(row.getString("delivery_id"), row.getString("target")))
                .list();
    }

    /// @return those of them that nobody else has taken since, held until then
    List<Delivery> claim(List<String> wanted, Instant now, Instant until) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        return transactions.call(() -> {
            var locked =
                    jdbc.sql(LOCK)
                            .param("ids", wanted)
                            .param("now", Utc.column(now))
                            .query(String.class)
                            .list();
            if (locked.isEmpty()) {
                return List.<Delivery>of();
            }
            var leased =
                    jdbc.sql(LEASE).param("until", Utc.column(until)).param("ids", locked).update();
            InvariantViolation.expect("deliveries claimed", locked.size(), leased);
            return jdbc.sql(READ)
                    .param("ids", locked)
                    .query((row, _) ->
                            new Delivery(
                                    row.getString("delivery_id"),
                                    row.getString("notification_id"),
                                    row.getString("target"),
                                    row.getString("body"),
                                    row.getInt("attempts")))
                    .list();
        });
    }

    /// @param leased the end of the lease under which it was claimed
    /// @return what was written, for the meters
    Settled settle(
            Channel sink, Delivery delivery, DeliveryResult answer, Instant leased, Next next) {
        return transactions.call(() -> {
            sink.answered(delivery, answer);
            return switch (answer) {
                case DeliveryResult.Taken _ -> {
                    update(SENT, delivery, answer).update();
                    yield Settled.SENT;
                }
                case DeliveryResult.Failed _ ->
                        switch (next) {
                            case Next.At(var due) -> {
                                update(AGAIN, delivery, answer)
                                        .param("due", Utc.column(due))
                                        .param("fence", Utc.column(leased))
                                        .update();
                                yield Settled.AGAIN;
                            }
                            case Next.Never _ -> giveUp(sink, delivery, answer, leased);
                        };
                case DeliveryResult.Refused _ -> giveUp(sink, delivery, answer, leased);
                case DeliveryResult.Held _, DeliveryResult.Gone _ -> {
                    update(KEEP, delivery, answer).param("fence", Utc.column(leased)).update();
                    yield Settled.HELD;
                }
                case DeliveryResult.Withdrawn _ -> {
                    update(LET_GO, delivery, answer).param("fence", Utc.column(leased)).update();
                    yield Settled.WITHDRAWN;
                }
            };
        });
    }

    /// In the caller's transaction: what waits for a webhook that is disabled is kept.
    public void hold(String target) {
        ofTarget(HOLD, target);
    }

    /// In the caller's transaction: what was kept goes out, with a schedule of its own again.
    public void release(String target) {
        ofTarget(RELEASE, target);
    }

    /// In the caller's transaction: there is nobody left to tell.
    public void withdraw(String target) {
        ofTarget(WITHDRAW, target);
    }

    private Settled giveUp(Channel sink, Delivery delivery, DeliveryResult answer, Instant leased) {
        update(GIVE_UP, delivery, answer).param("fence", Utc.column(leased)).update();
        jdbc.sql(CASE)
                .param("case", ids.next(NumberPrefix.CASE))
                .param("who", sink.kind().who())
                .param("at", Utc.column(clock.instant()))
                .param("id", delivery.id())
                .update();
        return Settled.GIVEN_UP;
    }

    private JdbcClient.StatementSpec update(String sql, Delivery delivery, DeliveryResult answer) {
        return jdbc.sql(sql)
                .param("id", delivery.id())
                .param("answer", readable(answer.text()))
                .param("at", Utc.column(clock.instant()));
    }

    private void ofTarget(String sql, String target) {
        jdbc.sql(sql).param("target", target).param("at", Utc.column(clock.instant())).update();
    }

    private static String readable(String answer) {
        var text = CardNumbers.inLine(answer.replaceAll("\\p{Cntrl}+", " ").strip());
        return text.length() <= LONGEST_ANSWER ? text : text.substring(0, LONGEST_ANSWER);
    }

    /// A delivery that is due.
    record Due(String id, String target) {}

    /// When a failed delivery is tried again.
    sealed interface Next {
        record At(Instant due) implements Next {}

        /// The schedule is used up.
        record Never() implements Next {}
    }

    /// What was written.
    enum Settled {
        SENT,
        AGAIN,
        GIVEN_UP,
        HELD,
        WITHDRAWN
    }
}
