package dev.consign.broker.deadletter;

import dev.consign.broker.QueueName;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts a message that cannot be processed aside, in the session that consumed it: either both, the
/// taking and the putting aside, are committed or neither is. Body and properties stay as they
/// were, whatever the kind of message, as far as they are no larger than ours ever are; nothing
/// about a message keeps it from being put aside.
public final class DeadLetterPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterPublisher.class);
    public static final int LONGEST_DETAIL = 1_000;
    public static final int LONGEST_STACK = 8_000;

    private final Senders senders;
    private final InstantSource clock;

    public DeadLetterPublisher(Senders senders, InstantSource clock) {
        this.senders = senders;
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
        var letter = letter(session, original);
        letter.setStringProperty(DeadLetterHeaders.ORIGIN_QUEUE, origin.address());
        letter.setStringProperty(DeadLetterHeaders.CAUSE, cause);
        letter.setStringProperty(DeadLetterHeaders.DETAIL, Texts.cut(detail, LONGEST_DETAIL));
        letter.setLongProperty(DeadLetterHeaders.FAILED_AT, clock.millis());
        var sender = senders.of(original);
        if (sender != null) {
            letter.setStringProperty(DeadLetterHeaders.SENT_BY, sender);
        }
        if (failure != null) {
            letter.setStringProperty(
                    DeadLetterHeaders.STACK, Texts.cut(stack(failure), LONGEST_STACK));
        }
        try (var producer =
                session.createProducer(session.createQueue(QueueName.DEAD_LETTER.address()))) {
            producer.send(letter);
        }
    }

    /// All that is made here is made in memory: what fails is the message's fault, or a session
    /// that is gone, and then the second attempt fails as well.
    private static Message letter(Session session, Message original) throws JMSException {
        var body = MessageBody.of(original);
        try {
            return whole(session, original, body);
        } catch (JMSException | RuntimeException e) {
            LOG.warn("a message is put aside without its body or properties", e);
            var least = described(session.createMessage(), body, BodyType.UNREAD);
            least.setStringProperty(
                    DeadLetterHeaders.MESSAGE_ID,
                    Properties.text(Properties.all(original).get("JMSMessageID")));
            return least;
        }
    }

    private static Message whole(Session session, Message original, MessageBody body)
            throws JMSException {
        var letter = described(MessageBody.copy(body, session), body, body.type());
        Properties.copy(original, letter);
        letter.setJMSCorrelationID(Properties.text(original.getJMSCorrelationID()));
        letter.setJMSType(Properties.text(original.getJMSType()));
        name(original, letter);
        letter.setIntProperty(
                DeadLetterHeaders.ATTEMPTS, original.getIntProperty("JMSXDeliveryCount"));
        return letter;
    }

    /// Cut like any other property, two names that begin alike would be one letter.
    private static void name(Message original, Message letter) throws JMSException {
        var given = original.getObjectProperty(DeadLetterHeaders.MESSAGE_ID);
        if (given instanceof String name && Properties.isCut(name)) {
            letter.setStringProperty(DeadLetterHeaders.MESSAGE_ID, Texts.digested(name));
        } else if (!letter.propertyExists(DeadLetterHeaders.MESSAGE_ID)
                && original.getJMSMessageID() != null) {
            letter.setStringProperty(DeadLetterHeaders.MESSAGE_ID, original.getJMSMessageID());
        }
    }

    private static Message described(Message letter, MessageBody body, BodyType type)
            throws JMSException {
        letter.setStringProperty(DeadLetterHeaders.BODY_TYPE, type.name());
        if (body instanceof MessageBody.Unread(var _, var size, var sha256)) {
            letter.setStringProperty(DeadLetterHeaders.BODY_SIZE, String.valueOf(size));
            if (sha256 != null) {
                letter.setStringProperty(DeadLetterHeaders.BODY_SHA256, sha256);
            }
        }
        return letter;
    }

    private static String stack(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
