package dev.consign.broker.deadletter;

import dev.consign.sql.Transactions;
import java.time.InstantSource;
import java.util.Random;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// What consumers need before they believe a message, put together on a real database.
public final class Receptions {
    /// The users of broker.xml.
    public static final Senders SENDERS = new Senders("processor", "reconciler");

    /// Deaths over one message before it is put aside.
    public static final int MOST_CRASHES = 3;

    private Receptions() {}

    /// As the product's configuration makes it.
    public static Reception of(DataSource pool) {
        return new Reception(
                SENDERS,
                new Redeliveries(
                        JdbcClient.create(pool),
                        new Transactions(new JdbcTransactionManager(pool), new Random()),
                        InstantSource.system(),
                        MOST_CRASHES),
                new DeadLetterPublisher(SENDERS, InstantSource.system()));
    }
}
