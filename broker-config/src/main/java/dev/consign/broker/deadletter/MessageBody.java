package dev.consign.broker.deadletter;

import dev.consign.broker.consume.UnreadMessage;
import dev.consign.broker.consume.UnreadMessage.Why;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.jspecify.annotations.Nullable;

/// The body of any message, taken out without ever deserializing a Java object: a hostile
/// ObjectMessage is bytes to us and stays bytes. What is malformed is an unread body, not a
/// failure.
public sealed interface MessageBody {
    record Text(String text) implements MessageBody {}

    record Bytes(byte[] bytes) implements MessageBody {}

    record Entries(Map<String, @Nullable Object> entries) implements MessageBody {}

    record Items(List<@Nullable Object> items) implements MessageBody {}

    record Serialized(byte[] bytes) implements MessageBody {}

    /// @param why the name of a [Why]
    /// @param size in bytes, -1 when not even that is known
    /// @param sha256 null when not known
    record Unread(String why, long size, @Nullable String sha256) implements MessageBody {}

    record None() implements MessageBody {}

    /// Fails for no message.
    static MessageBody of(Message message) {
        try {
            return switch (message) {
                case UnreadMessage unread ->
                        new Unread(unread.why().name(), unread.size(), unread.sha256());
                case TextMessage text -> {
                    var content = text.getText();
                    yield content == null ? new None() : new Text(content);
                }
                case BytesMessage bytes -> new Bytes(read(bytes));
                case MapMessage map -> new Entries(read(map));
                case StreamMessage stream -> new Items(read(stream));
                case ObjectMessage object -> new Serialized(raw(object));
                case Message _ -> new None();
            };
        } catch (JMSException | RuntimeException _) {
            return new Unread(Why.BAD_BODY.name(), -1, null);
        }
    }

    /// A message of the same kind; of a Java object, its bytes; of an unread body, none.
    static Message copy(MessageBody body, Session session) throws JMSException {
        return switch (body) {
            case Text(var text) -> session.createTextMessage(text);
            case Bytes(var bytes) -> bytesMessage(session, bytes);
            case Serialized(var bytes) -> bytesMessage(session, bytes);
            case Entries(var entries) -> {
                var copy = session.createMapMessage();
                for (var entry : entries.entrySet()) {
                    copy.setObject(entry.getKey(), entry.getValue());
                }
                yield copy;
            }
            case Items(var items) -> {
                var copy = session.createStreamMessage();
                for (var item : items) {
                    copy.writeObject(item);
                }
                yield copy;
            }
            case Unread _, None _ -> session.createMessage();
        };
    }

    default BodyType type() {
        return switch (this) {
            case Text _ -> BodyType.TEXT;
            case Bytes _ -> BodyType.BYTES;
            case Entries _ -> BodyType.MAP;
            case Items _ -> BodyType.STREAM;
            case Serialized _ -> BodyType.OBJECT;
            case Unread _ -> BodyType.UNREAD;
            case None _ -> BodyType.NONE;
        };
    }

    private static Message bytesMessage(Session session, byte[] bytes) throws JMSException {
        var copy = session.createBytesMessage();
        copy.writeBytes(bytes);
        return copy;
    }

    /// From the start and back to it: the consumer may have read it before us, or read it after.
    private static byte[] read(BytesMessage message) throws JMSException {
        message.reset();
        var bytes = new byte[Math.toIntExact(message.getBodyLength())];
        message.readBytes(bytes);
        message.reset();
        return bytes;
    }

    private static Map<String, @Nullable Object> read(MapMessage message) throws JMSException {
        var entries = new TreeMap<String, @Nullable Object>();
        Enumeration<?> names = message.getMapNames();
        while (names.hasMoreElements()) {
            var key = String.valueOf(names.nextElement());
            entries.put(key, message.getObject(key));
        }
        return entries;
    }

    private static List<@Nullable Object> read(StreamMessage message) throws JMSException {
        var items = new ArrayList<@Nullable Object>();
        message.reset();
        try {
            while (true) {
                items.add(message.readObject());
            }
        } catch (MessageEOFException _) {
            message.reset();
            return items;
        }
    }

    /// JMS has no way to the bytes of an object but to build it, so the client's own is taken: a
    /// length and as many bytes.
    private static byte[] raw(ObjectMessage message) {
        if (!(message instanceof ActiveMQMessage artemis)) {
            return new byte[0];
        }
        var buffer = artemis.getCoreMessage().getReadOnlyBodyBuffer();
        if (buffer.readableBytes() < Integer.BYTES) {
            return new byte[0];
        }
        var length = buffer.readInt();
        if (length < 0 || length > buffer.readableBytes()) {
            return new byte[0];
        }
        var bytes = new byte[length];
        buffer.readBytes(bytes);
        return bytes;
    }
}
