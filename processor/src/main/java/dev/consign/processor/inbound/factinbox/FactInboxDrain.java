package dev.consign.processor.inbound.factinbox;

import dev.consign.broker.codec.DecodedFact;
import dev.consign.broker.codec.FactCodec;
import dev.consign.broker.deadletter.Senders;
import dev.consign.engine.OrderProcessor;
import dev.consign.payment.PaymentFact;
import dev.consign.platform.worker.PeriodicWork;
import dev.consign.platform.worker.TurnResult;
import dev.consign.processor.backoffice.deadletters.FactInboxDeadLetters;
import dev.consign.sql.DatabaseDown;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Takes to the engine what the reconciler could not send, so that no reservation waits for a
/// broker, be it down for an hour. A row goes when its fact has been processed; two processors that
/// take the same row, or a fact that comes by the queue as well, change nothing twice. One that
/// cannot be read, or says that it was learned in a way the reconciler cannot learn anything,
/// becomes a dead letter: whoever can write this table is not believed more than whoever can send
/// to the queue (issue 11 number 5). One that cannot be processed stays, is tried again, and an
/// invariant names it.
@Component
final class FactInboxDrain implements PeriodicWork {
    private static final Logger LOG = LoggerFactory.getLogger(FactInboxDrain.class);

    private static final String FIND =
            """
            SELECT fact_id, message_id, body FROM fact_inbox
             WHERE due_at <= :now
             ORDER BY due_at LIMIT :most
            """;

    private static final String DONE =
            "DELETE l FROM fact_inbox l FORCE INDEX (PRIMARY) WHERE fact_id IN (:facts)";

    private static final String LATER =
            "UPDATE fact_inbox SET attempts = attempts + 1, due_at = :due WHERE fact_id = :fact";

    private final OrderProcessor processor;
    private final FactInboxDeadLetters letters;
    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final FactInboxSettings settings;

    FactInboxDrain(
            OrderProcessor processor,
            FactInboxDeadLetters letters,
            Transactions transactions,
            JdbcClient jdbc,
            InstantSource clock,
            FactInboxSettings settings) {
        this.processor = processor;
        this.letters = letters;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "fact-inbox";
    }

    @Override
    public Duration every() {
        return settings.every();
    }

    /// Takes one batch.
    @Override
    public TurnResult slice() {
        var rows = find();
        if (!rows.isEmpty()) {
            process(rows);
        }
        return rows.size() == settings.batchSize() ? TurnResult.MORE : TurnResult.NOTHING;
    }

    private List<Row> find() {
        return transactions.call(() ->
                jdbc.sql(FIND)
                        .param("now", Utc.column(clock.instant()))
                        .param("most", settings.batchSize())
                        .query((row, _) ->
                                new Row(
                                        row.getString("fact_id"),
                                        row.getString("message_id"),
                                        row.getString("body")))
                        .list());
    }

    private void process(List<Row> rows) {
        var learned = new ArrayList<Learned>(rows.size());
        for (var row : rows) {
            switch (FactCodec.decode(row.body())) {
                case DecodedFact.Fact(var fact) when Senders.learned(fact.source()) ->
                        learned.add(new Learned(row, fact));
                case DecodedFact.Fact(var fact) ->
                        putAside(
                                row,
                                Senders.FORGED,
                                "it says that it was learned by %s, which never comes this way"
                                        .formatted(fact.source()));
                case DecodedFact.Undecodable(var cause, var detail) -> putAside(row, cause, detail);
            }
        }
        if (!learned.isEmpty()) {
            processTogether(learned);
        }
    }

    private void processTogether(List<Learned> learned) {
        try {
            processor.process(learned.stream().map(Learned::fact).toList());
            done(learned.stream().map(Learned::row).toList());
        } catch (DatabaseDown e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.info(
                    "{} facts of the inbox are processed one by one: {}",
                    learned.size(),
                    e.toString());
            learned.forEach(this::processAlone);
        }
    }

    private void putAside(Row row, String cause, String detail) {
        LOG.warn("learned fact {} is put aside: {}", row.factId(), cause);
        transactions.run(() -> {
            letters.keep(row.factId(), row.messageId(), row.body(), cause, detail);
            jdbc.sql(DONE).param("facts", List.of(row.factId())).update();
        });
    }

    /// So that one bad row cannot hold up its neighbours.
    private void processAlone(Learned learned) {
        var row = learned.row();
        try {
            processor.process(List.of(learned.fact()));
            done(List.of(row));
        } catch (DatabaseDown e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("learned fact {} could not be processed", row.factId(), e);
            var due = Utc.column(clock.instant().plus(settings.retry()));
            transactions.run(
                    () -> jdbc.sql(LATER).param("due", due).param("fact", row.factId()).update());
        }
    }

    private void done(List<Row> rows) {
        transactions.run(() ->
                jdbc.sql(DONE).param("facts", rows.stream().map(Row::factId).toList()).update());
    }

    private record Row(String factId, String messageId, String body) {}

    private record Learned(Row row, PaymentFact fact) {}
}
