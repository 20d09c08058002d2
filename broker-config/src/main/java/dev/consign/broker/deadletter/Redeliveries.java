package dev.consign.broker.deadletter;

import dev.consign.broker.QueueName;
import dev.consign.broker.consume.Pause;
import dev.consign.sql.DatabaseDown;
import dev.consign.sql.SqlFailure;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds the message over which the process dies: one that comes again is read alone, and its row
/// says so while it is read. The row is left behind by a death only, and after so many of them the
/// message is put aside (issue 11 number 4). The broker's own count cannot tell: a lost connection
/// counts for all that was under way, also for what nobody had looked at.
public final class Redeliveries {
    private static final String BEGIN =
            """
            INSERT INTO redelivery (queue, broker_id, begun, begun_at) VALUES (:queue, :message, 1, :now)
            ON DUPLICATE KEY UPDATE begun = begun + 1, begun_at = :now
            """;

    private static final String BEGUN =
            "SELECT begun FROM redelivery WHERE queue = :queue AND broker_id = :message";

    private static final String END =
            "DELETE FROM redelivery WHERE queue = :queue AND broker_id = :message";

    private static final int LONGEST_ID = 96;

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final InstantSource clock;
    private final int most;

    /// @param most deaths, the one before its first redelivery not counted
    public Redeliveries(JdbcClient jdbc, Transactions transactions, InstantSource clock, int most) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.most = most;
    }

    /// Whether it was delivered before, whatever became of it.
    public static boolean cameBefore(Message message) throws JMSException {
        return message.getJMSRedelivered();
    }

    /// Deals with one message alone. While the database is down it waits, and burns nothing.
    ///
    /// @param work ends well or with an exception; both are an end, only an [Error] is none
    /// @return false when the work was not begun, because it was the death of us too often
    public boolean alone(
            QueueName queue, Message message, Pause pause, BooleanSupplier running, Work work)
            throws JMSException {
        var id = id(message);
        var deaths = held(pause, running, () -> begin(queue, id)) - 1;
        if (deaths >= most) {
            end(queue, id, pause, running);
            return false;
        }
        try {
            work.run();
        } catch (JMSException | RuntimeException e) {
            end(queue, id, pause, running);
            throw e;
        }
        end(queue, id, pause, running);
        return true;
    }

    private void end(QueueName queue, String id, Pause pause, BooleanSupplier running) {
        held(
                pause,
                running,
                () ->
                        transactions.call(() ->
                                jdbc.sql(END)
                                        .param("queue", queue.address())
                                        .param("message", id)
                                        .update()));
    }

    /// @return how often it was begun and has not ended, this time included
    private int begin(QueueName queue, String id) {
        return transactions.call(() -> {
            jdbc.sql(BEGIN)
                    .param("queue", queue.address())
                    .param("message", id)
                    .param("now", Utc.column(clock.instant()))
                    .update();
            return jdbc.sql(BEGUN)
                    .param("queue", queue.address())
                    .param("message", id)
                    .query(Integer.class)
                    .single();
        });
    }

    private static <T> T held(Pause pause, BooleanSupplier running, Supplier<T> work) {
        while (true) {
            try {
                var result = work.get();
                pause.over();
                return result;
            } catch (DatabaseDown e) {
                pause.hold(e, running);
            } catch (RuntimeException e) {
                if (SqlFailure.of(e) != SqlFailure.CONFLICT) {
                    throw e;
                }
                pause.hold(e, running);
            }
        }
    }

    private static String id(Message message) throws JMSException {
        return Texts.ascii(number(message) + "/" + message.getJMSMessageID(), LONGEST_ID);
    }

    /// The broker's own number of a message, the same however often it is delivered; empty where it
    /// is not to be had. The id that JMS knows is the sender's choice, and may be missing.
    public static String number(Message message) {
        return message instanceof ActiveMQMessage artemis
                ? String.valueOf(artemis.getCoreMessage().getMessageID())
                : "";
    }

    /// What is done with a message.
    public interface Work {
        /// @throws JMSException when the session is gone
        void run() throws JMSException;
    }
}
