package dev.consign.processor.deadletter;

import dev.consign.processor.queue.BatchContainer.BatchListener;
import dev.consign.processor.queue.Pause;
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
/// is taken from the queue. While the database is down the letter is held, not handed back.
final class DeadLetterDrain implements BatchListener {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterDrain.class);

    private final LetterReader reader;
    private final DeadLetterRows rows;
    private final Pause pause;

    DeadLetterDrain(LetterReader reader, DeadLetterRows rows, Pause pause) {
        this.reader = reader;
        this.rows = rows;
        this.pause = pause;
    }

    @Override
    public void onBatch(List<Message> batch, Session session, BooleanSupplier running)
            throws JMSException {
        for (var message : batch) {
            var letter = reader.read(message);
            if (keep(letter, running)) {
                LOG.warn(
                        "dead letter {} from {}: {}",
                        letter.messageId(),
                        letter.queue(),
                        letter.cause());
            }
        }
    }

    private boolean keep(Letter letter, BooleanSupplier running) {
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
