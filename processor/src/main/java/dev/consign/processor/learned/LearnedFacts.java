package dev.consign.processor.learned;

import dev.consign.broker.codec.DecodedFact;
import dev.consign.broker.codec.FactCodec;
import dev.consign.payment.PaymentFact;
import dev.consign.processor.order.Door;
import dev.consign.sql.DatabaseDown;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/// Takes to the door what the reconciler could not send, so that no reservation waits for a broker
/// (issue 3: also when it is down for an hour). A row goes when its fact has been judged; two
/// processors that take the same row, or a fact that comes by the queue as well, change nothing
/// twice. One that cannot be judged stays, is tried again, and an invariant names it.
final class LearnedFacts {
    private static final Logger LOG = LoggerFactory.getLogger(LearnedFacts.class);

    private static final String FIND =
            """
            SELECT fact_id, body FROM learned_fact
             WHERE due_at <= :now
             ORDER BY due_at LIMIT :most
            """;

    private static final String DONE = "DELETE FROM learned_fact WHERE fact_id IN (:facts)";

    private static final String LATER =
            "UPDATE learned_fact SET attempts = attempts + 1, due_at = :due WHERE fact_id = :fact";

    private final Door door;
    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final LearnedSettings settings;

    LearnedFacts(
            Door door,
            Transactions transactions,
            JdbcClient jdbc,
            InstantSource clock,
            LearnedSettings settings) {
        this.door = door;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
    }

    @Scheduled(fixedDelayString = "${consign.learned.every}")
    void take() {
        try {
            List<Row> rows;
            do {
                rows = find();
                if (!rows.isEmpty()) {
                    judge(rows);
                }
            } while (rows.size() == settings.batchSize());
        } catch (DatabaseDown e) {
            LOG.debug("learned facts are looked for later", e);
        } catch (RuntimeException e) {
            LOG.error("learned facts could not be looked for", e);
        }
    }

    private List<Row> find() {
        return transactions.call(() ->
                jdbc.sql(FIND)
                        .param("now", Utc.column(clock.instant()))
                        .param("most", settings.batchSize())
                        .query((row, _) -> new Row(row.getString("fact_id"), row.getString("body")))
                        .list());
    }

    private void judge(List<Row> rows) {
        try {
            door.judge(rows.stream().map(LearnedFacts::fact).toList());
            done(rows);
        } catch (DatabaseDown e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.info("{} learned facts are judged one by one: {}", rows.size(), e.toString());
            rows.forEach(this::judgeAlone);
        }
    }

    /// So that one bad row cannot hold up its neighbours.
    private void judgeAlone(Row row) {
        try {
            door.judge(List.of(fact(row)));
            done(List.of(row));
        } catch (DatabaseDown e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("learned fact {} could not be judged", row.factId(), e);
            var due = Utc.column(clock.instant().plus(settings.retry()));
            transactions.run(
                    () -> jdbc.sql(LATER).param("due", due).param("fact", row.factId()).update());
        }
    }

    private void done(List<Row> rows) {
        transactions.run(() ->
                jdbc.sql(DONE).param("facts", rows.stream().map(Row::factId).toList()).update());
    }

    private static PaymentFact fact(Row row) {
        return switch (FactCodec.decode(row.body())) {
            case DecodedFact.Fact(var fact) -> fact;
            case DecodedFact.Undecodable(var cause, var detail) ->
                    throw new IllegalStateException(cause + ": " + detail);
        };
    }

    private record Row(String factId, String body) {}
}
