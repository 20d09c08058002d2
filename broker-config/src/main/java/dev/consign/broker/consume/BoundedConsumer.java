package dev.consign.broker.consume;

import dev.consign.broker.consume.UnreadMessage.Why;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientLargeMessageImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.activemq.artemis.jms.client.JMSExceptionHelper;
import org.jspecify.annotations.Nullable;

/// Receives messages and reads no body before it has asked for its size: Artemis' own consumer
/// reads the whole body, however large, before it hands a message over, and a message the heap has
/// no room for would end the process each time it is delivered again (issue 11 number 4). What is
/// over the limit, compressed or malformed comes as an [UnreadMessage].
final class BoundedConsumer implements MessageConsumer {
    /// Bytes of any body but a text; a body of ours has half a kibibyte.
    static final int MOST_BYTES = 64 * 1024;

    /// A text lies on the broker with two bytes a character, a length and a mark before it.
    private static final int MOST_BYTES_OF_TEXT = 2 * MOST_BYTES + 5;

    private static final NothingDeserialized OPTIONS = new NothingDeserialized();

    private final ClientSession session;
    private final ClientConsumer consumer;

    private BoundedConsumer(ClientSession session, ClientConsumer consumer) {
        this.session = session;
        this.consumer = consumer;
    }

    /// @throws JMSException when the broker refuses, or the session is none of Artemis
    static BoundedConsumer of(jakarta.jms.Session session, Queue queue) throws JMSException {
        if (!(session instanceof ActiveMQSession artemis)) {
            throw new IllegalStateException("not a session of Artemis: " + session.getClass());
        }
        var core = artemis.getCoreSession();
        try {
            return new BoundedConsumer(core, core.createConsumer(queue.getQueueName()));
        } catch (ActiveMQException e) {
            throw JMSExceptionHelper.convertFromActiveMQException(e);
        }
    }

    @Override
    public @Nullable Message receive() throws JMSException {
        return receive(0);
    }

    @Override
    public @Nullable Message receive(long timeoutMillis) throws JMSException {
        return received(() -> consumer.receive(timeoutMillis));
    }

    @Override
    public @Nullable Message receiveNoWait() throws JMSException {
        return received(consumer::receiveImmediate);
    }

    private @Nullable Message received(Receiving receiving) throws JMSException {
        try {
            var core = receiving.receive();
            if (core == null) {
                return null;
            }
            var message = read(core);
            // Behind the reading, which of a large message is what brings it here.
            core.acknowledge();
            return message;
        } catch (ActiveMQException e) {
            throw JMSExceptionHelper.convertFromActiveMQException(e);
        } catch (ActiveMQInterruptedException e) {
            throw JMSExceptionHelper.convertFromActiveMQException(e);
        }
    }

    private ActiveMQMessage read(ClientMessage core) {
        if (core.getRoutingType() == null) {
            core.setRoutingType(RoutingType.ANYCAST);
        }
        var size = size(core);
        if (core.containsProperty(
                org.apache.activemq.artemis.api.core.Message.HDR_LARGE_COMPRESSED)) {
            return new UnreadMessage(core, session, Why.COMPRESSED, size, null);
        }
        if (size > most(core)) {
            return new UnreadMessage(core, session, Why.TOO_LARGE, size, digest(core));
        }
        try {
            var message = ActiveMQMessage.createMessage(core, session, OPTIONS);
            message.doBeforeReceive();
            return message;
        } catch (ActiveMQException | RuntimeException _) {
            return new UnreadMessage(core, session, Why.BAD_BODY, size, digest(core));
        }
    }

    private static long size(ClientMessage core) {
        return core instanceof ClientLargeMessageImpl large
                ? large.getLargeMessageSize()
                : core.getReadOnlyBodyBuffer().readableBytes();
    }

    private static int most(ClientMessage core) {
        return core.getType() == org.apache.activemq.artemis.api.core.Message.TEXT_TYPE
                ? MOST_BYTES_OF_TEXT
                : MOST_BYTES;
    }

    /// Made while the body passes by, a piece at a time.
    private static @Nullable String digest(ClientMessage core) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            if (core instanceof ClientLargeMessageImpl large) {
                large.saveToOutputStream(
                        new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
            } else {
                sha256.update(core.getReadOnlyBodyBuffer().toByteBuffer());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (ActiveMQException | RuntimeException _) {
            // A connection that is gone shows when the message is acknowledged.
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new java.lang.IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public @Nullable String getMessageSelector() {
        return null;
    }

    @Override
    public @Nullable MessageListener getMessageListener() {
        return null;
    }

    @Override
    public void setMessageListener(@Nullable MessageListener listener) throws JMSException {
        throw new IllegalStateException("messages are received one by one here");
    }

    @Override
    public void close() throws JMSException {
        try {
            consumer.close();
        } catch (ActiveMQException e) {
            throw JMSExceptionHelper.convertFromActiveMQException(e);
        }
    }

    private interface Receiving {
        @Nullable ClientMessage receive() throws ActiveMQException;
    }
}
