package dev.consign.bench.bare;

import dev.consign.bench.stand.Program;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/// The limit: transacted JMS receive and JDBC batches of 200, written down as plainly as it goes.
/// It knows duplicates from its own memory, locks nothing, checks nothing, and would credit twice
/// after a restart: what is left is what the rows themselves cost on this machine.
public final class BareLoop {
    private static final int BATCH = 200;
    private static final long FIRST_MILLIS = 1_000;
    private static final long NEXT_MILLIS = 5;

    private final Program program;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    private BareLoop(Program program) {
        this.program = program;
    }

    /// Runs until the process is ended.
    ///
    /// @throws Exception when the broker or the database is not there
    public static void main(String[] arguments) throws Exception {
        var program = Program.ofEnvironment();
        var loop = new BareLoop(program);
        for (var i = 0; i < program.consumers(); i++) {
            Thread.ofPlatform().name("bare-" + i).start(loop::consume);
        }
        program.serve();
    }

    private void consume() {
        try (var factory = new ActiveMQConnectionFactory(program.brokerUrl());
                var connection =
                        factory.createConnection(program.brokerUser(), program.brokerPassword());
                var session = connection.createSession(true, Session.SESSION_TRANSACTED);
                var consumer = session.createConsumer(session.createQueue(Program.QUEUE));
                var database =
                        DriverManager.getConnection(
                                program.databaseUrl(),
                                program.databaseUser(),
                                program.databasePassword())) {
            database.setAutoCommit(false);
            connection.start();
            try (var rows = new BareRows(database)) {
                while (true) {
                    var batch = receive(consumer);
                    if (!batch.isEmpty()) {
                        rows.write(batch, message -> seen.add(message.messageId()));
                        database.commit();
                        session.commit();
                    }
                }
            }
        } catch (JMSException | SQLException e) {
            // Nothing is repaired here: a limit that stumbled is no limit.
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static List<BareMessage> receive(MessageConsumer consumer) throws JMSException {
        var batch = new ArrayList<BareMessage>(BATCH);
        var next = consumer.receive(FIRST_MILLIS);
        while (next instanceof TextMessage text) {
            batch.add(BareMessage.of(text.getText()));
            next = batch.size() < BATCH ? consumer.receive(NEXT_MILLIS) : null;
        }
        return batch;
    }
}
