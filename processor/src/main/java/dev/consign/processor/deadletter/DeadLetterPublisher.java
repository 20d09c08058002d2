package dev.consign.processor.deadletter;

import dev.consign.broker.QueueName;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts a message that cannot be processed aside, in the session that consumed it: either both, the
/// taking and the putting aside, are committed or neither is. Body and properties stay as they
/// were, whatever the kind of message.
public final class DeadLetterPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterPublisher.class);
    static final int LONGEST_DETAIL = 1_000;
    static final int LONGEST_STACK = 8_000;

    private final InstantSource clock;

    public DeadLetterPublisher(InstantSource clock) {
        this.clock = clock;
    }

    /// @param session transacted; the caller commits it
    /// @param original as received in this session
    /// @param origin where it was received
    /// @param cause a short code: what support filters by
    /// @param detail one sentence, cut at 1000 characters
    /// @param failure null when the message itself is at fault
    /// @throws JMSException when the broker is gone; the session then rolls back
    public void publish(
            Session session,
            Message original,
            QueueName origin,
            String cause,
            String detail,
            @Nullable Throwable failure)
            throws JMSException {
        var body = MessageBody.of(original);
        var letter = MessageBody.copy(body, session);
        copyProperties(original, letter);
        letter.setJMSCorrelationID(original.getJMSCorrelationID());
        letter.setJMSType(original.getJMSType());
        if (!letter.propertyExists(LetterHeaders.MESSAGE_ID)
                && original.getJMSMessageID() != null) {
            letter.setStringProperty(LetterHeaders.MESSAGE_ID, original.getJMSMessageID());
        }
        letter.setStringProperty(LetterHeaders.ORIGIN_QUEUE, origin.address());
        letter.setStringProperty(LetterHeaders.CAUSE, cause);
        letter.setStringProperty(LetterHeaders.DETAIL, Texts.cut(detail, LONGEST_DETAIL));
        letter.setStringProperty(LetterHeaders.BODY_TYPE, body.type().name());
        letter.setIntProperty(LetterHeaders.ATTEMPTS, original.getIntProperty("JMSXDeliveryCount"));
        letter.setLongProperty(LetterHeaders.FAILED_AT, clock.millis());
        var sender = original.getStringProperty("JMSXUserID");
        if (sender != null) {
            letter.setStringProperty(LetterHeaders.SENT_BY, sender);
        }
        if (failure != null) {
            letter.setStringProperty(LetterHeaders.STACK, Texts.cut(stack(failure), LONGEST_STACK));
        }
        try (var producer =
                session.createProducer(session.createQueue(QueueName.DEAD_LETTER.address()))) {
            producer.send(letter);
        }
    }

    /// A property that JMS does not let us write (other clients are less strict about names) is
    /// left out: it must not keep the message from being put aside.
    private static void copyProperties(Message from, Message to) throws JMSException {
        Enumeration<?> names = from.getPropertyNames();
        while (names.hasMoreElements()) {
            var name = String.valueOf(names.nextElement());
            if (LetterHeaders.ofTheSender(name) && !LetterHeaders.OF_THE_FAILURE.contains(name)) {
                try {
                    to.setObjectProperty(name, from.getObjectProperty(name));
                } catch (JMSException | RuntimeException e) {
                    LOG.debug("property {} is left out of a dead letter", name, e);
                }
            }
        }
    }

    private static String stack(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
