package dev.consign.processor.backoffice.deadletters;

import dev.consign.broker.consume.LiveBroker;
import dev.consign.broker.deadletter.Receptions;
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

/// The tables of dead letters and the drain into them, put together on a real database.
public final class DeadLetterTables {
    static final DeadLetterSettings SETTINGS =
            new DeadLetterSettings(
                    Duration.ofMillis(200),
                    Duration.ofMillis(50),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Receptions.MOST_CRASHES);

    private DeadLetterTables() {}

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
                                SETTINGS,
                                broker.connections(),
                                Receptions.of(pool),
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
