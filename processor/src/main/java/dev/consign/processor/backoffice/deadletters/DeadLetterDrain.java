package dev.consign.processor.backoffice.deadletters;

import dev.consign.broker.QueueName;
import dev.consign.broker.consume.BatchContainer.BatchListener;
import dev.consign.broker.consume.Pause;
import dev.consign.broker.consume.Stopping;
import dev.consign.broker.deadletter.Redeliveries;
import dev.consign.processor.backoffice.deadletters.stored.StoredDeadLetter;
import dev.consign.sql.DatabaseDown;
import dev.consign.sql.SqlFailure;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves every dead letter into the table and loses none: the row is committed before the message
/// is taken from the queue. While the database is down the letter is held, not handed back. One
/// that cannot be kept whole is kept in part, and never stands in the way of the next (issue 11
/// number 13).
public final class DeadLetterDrain implements BatchListener {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterDrain.class);

    /// What a letter is called of which no more is known.
    static final String KEPT_IN_PART = "KEPT_IN_PART";

    private final DeadLetterReader reader;
    private final DeadLetterRows rows;
    private final Redeliveries redeliveries;
    private final Pause pause;

    DeadLetterDrain(
            DeadLetterReader reader, DeadLetterRows rows, Redeliveries redeliveries, Pause pause) {
        this.reader = reader;
        this.rows = rows;
        this.redeliveries = redeliveries;
        this.pause = pause;
    }

    @Override
    public void onBatch(List<Message> batch, Session session, BooleanSupplier running)
            throws JMSException {
        for (var message : batch) {
            if (!Redeliveries.cameBefore(message)) {
                keep(message, running);
            } else if (!redeliveries.alone(
                    QueueName.DEAD_LETTER, message, pause, running, () -> keep(message, running))) {
                store(
                        reader.leastOf(
                                message,
                                StoredDeadLetter.CRASHED,
                                "the process died over it again and again"),
                        running);
            }
        }
    }

    private void keep(Message message, BooleanSupplier running) {
        try {
            store(reader.read(message), running);
        } catch (Stopping e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("a dead letter is kept in part", e);
            store(
                    reader.leastOf(
                            message,
                            KEPT_IN_PART,
                            "it could not be kept whole: " + e.getClass().getSimpleName()),
                    running);
        }
    }

    private void store(DeadLetter letter, BooleanSupplier running) {
        if (keep(letter, running)) {
            LOG.warn(
                    "dead letter {} from {}: {}",
                    letter.messageId(),
                    letter.queue(),
                    letter.cause());
        }
    }

    private boolean keep(DeadLetter letter, BooleanSupplier running) {
        while (true) {
            try {
                var counted = rows.keep(letter);
                pause.over();
                return counted;
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
}
