package dev.consign.notify.notification;

import dev.consign.broker.QueueName;
import dev.consign.broker.codec.DecodedNotification;
import dev.consign.broker.codec.NotificationCodec;
import dev.consign.broker.consume.BatchContainer.BatchListener;
import dev.consign.broker.consume.BodyText;
import dev.consign.broker.consume.Pause;
import dev.consign.broker.consume.Stopping;
import dev.consign.broker.deadletter.Reception;
import dev.consign.broker.deadletter.Redeliveries;
import dev.consign.notify.notification.NotificationRows.Incoming;
import dev.consign.sql.DatabaseDown;
import dev.consign.sql.SqlFailure;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes notifications from their queue into their table, each once. What cannot be read becomes a
/// dead letter; while the database is down messages are held, not handed back.
public final class NotificationIntake implements BatchListener {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationIntake.class);

    private final NotificationRows rows;
    private final Reception reception;
    private final Pause pause;

    /// @param pause while the database is down
    public NotificationIntake(NotificationRows rows, Reception reception, Pause pause) {
        this.rows = rows;
        this.reception = reception;
        this.pause = pause;
    }

    @Override
    public void onBatch(List<Message> batch, Session session, BooleanSupplier running)
            throws JMSException {
        var fresh = new ArrayList<Message>(batch.size());
        var again = new ArrayList<Message>();
        for (var message : batch) {
            (Redeliveries.cameBefore(message) ? again : fresh).add(message);
        }
        take(fresh, session, running);
        for (var message : again) {
            if (!reception
                    .redeliveries()
                    .alone(
                            QueueName.NOTIFICATION,
                            message,
                            pause,
                            running,
                            () -> take(List.of(message), session, running))) {
                bury(session, message, Reception.CRASHED, Reception.CRASHED_DETAIL, null);
            }
        }
    }

    private void take(List<Message> batch, Session session, BooleanSupplier running)
            throws JMSException {
        var received = new ArrayList<Received>(batch.size());
        for (var message : batch) {
            switch (reception.read(QueueName.NOTIFICATION, message)) {
                case BodyText.None(var cause, var detail) ->
                        bury(session, message, cause, detail, null);
                case BodyText.Text(var text) -> {
                    switch (NotificationCodec.decode(text)) {
                        case DecodedNotification.Note(var notification) ->
                                received.add(
                                        new Received(message, new Incoming(notification, text)));
                        case DecodedNotification.Undecodable(var cause, var detail) ->
                                bury(session, message, cause, detail, null);
                    }
                }
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

    private void bury(
            Session session,
            Message message,
            String cause,
            String detail,
            @Nullable Throwable failure)
            throws JMSException {
        reception
                .deadLetters()
                .publish(session, message, QueueName.NOTIFICATION, cause, detail, failure);
    }

    private record Received(Message message, Incoming incoming) {}
}
