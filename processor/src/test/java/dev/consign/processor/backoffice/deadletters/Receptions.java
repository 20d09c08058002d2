package dev.consign.processor.backoffice.deadletters;

import dev.consign.broker.consume.LiveBroker;
import dev.consign.broker.deadletter.DeadLetterPublisher;
import dev.consign.broker.deadletter.Reception;
import dev.consign.broker.deadletter.Redeliveries;
import dev.consign.broker.deadletter.Senders;
import dev.consign.engine.MoneyPath;
import dev.consign.id.IdSource;
import dev.consign.sql.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/// What consumers need before they believe a message, put together on a real database.
public final class Receptions {
    /// The users of broker.xml.
    public static final Senders SENDERS = new Senders("processor", "reconciler");

    /// Deaths over one message before it is put aside.
    public static final int MOST_CRASHES = 3;

    private Receptions() {}

    /// As the product's configuration makes it.
    public static Reception of(MoneyPath path) {
        return of(path.pool());
    }

    /// The same on a pool of its own.
    public static Reception of(DataSource pool) {
        return new Reception(
                SENDERS,
                new Redeliveries(
                        JdbcClient.create(pool),
                        transactions(pool),
                        InstantSource.system(),
                        MOST_CRASHES),
                new DeadLetterPublisher(SENDERS, InstantSource.system()));
    }

    /// The drain as the product's configuration makes it, at work.
    ///
    /// @return to be destroyed
    static DefaultMessageListenerContainer drain(LiveBroker broker, MoneyPath path) {
        return drain(broker, path.pool());
    }

    static DefaultMessageListenerContainer drain(LiveBroker broker, DataSource pool) {
        var drain =
                new DeadLetterConfiguration()
                        .deadLetterDrain(
                                new DeadLetterSettings(
                                        Duration.ofMillis(200),
                                        Duration.ofMillis(50),
                                        Duration.ofMillis(500),
                                        Duration.ofSeconds(1),
                                        MOST_CRASHES),
                                broker.connections(),
                                of(pool),
                                rows(pool, InstantSource.system()),
                                InstantSource.system());
        drain.afterPropertiesSet();
        drain.start();
        return drain;
    }

    /// The dead letters of what came past the broker.
    public static FactInboxDeadLetters learned(DataSource pool, InstantSource clock) {
        return new FactInboxDeadLetters(rows(pool, clock), clock);
    }

    static DeadLetterRows rows(DataSource pool, InstantSource clock) {
        return new DeadLetterRows(
                JdbcClient.create(pool), transactions(pool), IdSource.secure(clock));
    }

    static Transactions transactions(DataSource pool) {
        return new Transactions(new JdbcTransactionManager(pool), new Random());
    }
}
