package dev.consign.processor.notification;

import dev.consign.broker.QueueName;
import dev.consign.broker.codec.DecodedNotification;
import dev.consign.broker.codec.NotificationCodec;
import dev.consign.processor.deadletter.DeadLetterPublisher;
import dev.consign.processor.notification.NotificationRows.Incoming;
import dev.consign.processor.queue.BatchContainer.BatchListener;
import dev.consign.processor.queue.Pause;
import dev.consign.processor.queue.Stopping;
import dev.consign.sql.DatabaseDown;
import dev.consign.sql.SqlFailure;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes notifications from their queue into their table, each once. What cannot be read becomes a
/// dead letter; while the database is down messages are held, not handed back.
final class NotificationIntake implements BatchListener {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationIntake.class);

    private final NotificationRows rows;
    private final DeadLetterPublisher deadLetters;
    private final Pause pause;

    NotificationIntake(NotificationRows rows, DeadLetterPublisher deadLetters, Pause pause) {
        this.rows = rows;
        this.deadLetters = deadLetters;
        this.pause = pause;
    }

    @Override
    public void onBatch(List<Message> batch, Session session, BooleanSupplier running)
            throws JMSException {
        var received = new ArrayList<Received>(batch.size());
        for (var message : batch) {
            @Nullable String text = message instanceof TextMessage body ? body.getText() : null;
            switch (message instanceof TextMessage ? decode(text) : unread(message)) {
                case DecodedNotification.Note(var notification) ->
                        received.add(
                                new Received(
                                        message, new Incoming(notification, String.valueOf(text))));
                case DecodedNotification.Undecodable(var cause, var detail) ->
                        bury(session, message, cause, detail, null);
            }
        }
        if (received.isEmpty()) {
            return;
        }
        try {
            take(received, running);
        } catch (Stopping e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.info("{} notifications are taken one by one: {}", received.size(), e.toString());
            oneByOne(received, session, running);
        }
    }

    private void oneByOne(List<Received> received, Session session, BooleanSupplier running)
            throws JMSException {
        for (var one : received) {
            try {
                take(List.of(one), running);
            } catch (Stopping e) {
                throw e;
            } catch (RuntimeException e) {
                bury(session, one.message(), "CONSUMER_FAILED", String.valueOf(e.getMessage()), e);
            }
        }
    }

    private void take(List<Received> received, BooleanSupplier running) {
        var incoming = received.stream().map(Received::incoming).toList();
        while (true) {
            try {
                rows.take(incoming);
                pause.over();
                return;
            } catch (DatabaseDown e) {
                pause.hold(e, running);
            } catch (RuntimeException e) {
                switch (SqlFailure.of(e)) {
                    case CONFLICT -> pause.hold(e, running);
                    // Another consumer was faster with one of them: look again.
                    case DUPLICATE -> LOG.debug("a notification came twice at once", e);
                    case DOWN, OTHER -> throw e;
                }
            }
        }
    }

    private static DecodedNotification decode(@Nullable String text) {
        return NotificationCodec.decode(text);
    }

    /// Its content is never looked at: reading an object would run the sender's classes.
    private static DecodedNotification unread(Message message) {
        return message instanceof ObjectMessage
                ? new DecodedNotification.Undecodable(
                        "OBJECT_MESSAGE", "serialised objects are not read")
                : new DecodedNotification.Undecodable(
                        "NOT_TEXT", "only text messages are sent to this queue");
    }

    private void bury(
            Session session,
            Message message,
            String cause,
            String detail,
            @Nullable Throwable failure)
            throws JMSException {
        deadLetters.publish(session, message, QueueName.NOTIFICATION, cause, detail, failure);
    }

    private record Received(Message message, Incoming incoming) {}
}
