package dev.consign.broker.deadletter;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The properties and headers of any message, within limits that hold whatever a sender made of
/// them. What cannot be read is left out.
public final class Properties {
    private static final Logger LOG = LoggerFactory.getLogger(Properties.class);
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_VALUE = 2_000;

    /// All names and values of one letter: with what is added to it, it stays far below what the
    /// broker's client takes as the head of a message, 100 KiB at two bytes a character.
    private static final int LONGEST_TOGETHER = 16_000;

    private Properties() {}

    /// All that there is to know, as texts.
    public static Map<String, String> all(Message message) {
        var headers = new TreeMap<String, String>();
        names(message, name -> put(headers, name, () -> message.getObjectProperty(name)));
        put(headers, "JMSMessageID", message::getJMSMessageID);
        put(headers, "JMSType", message::getJMSType);
        put(headers, "JMSCorrelationID", message::getJMSCorrelationID);
        put(headers, "JMSTimestamp", message::getJMSTimestamp);
        put(headers, "JMSXUserID", () -> message.getStringProperty("JMSXUserID"));
        // The broker's own notes are hidden from the names, but not from who asks for them.
        for (var name :
                new String[] {
                    DeadLetterHeaders.BROKER_ORIGIN_QUEUE, DeadLetterHeaders.BROKER_ORIGIN_ID
                }) {
            put(headers, name, () -> message.getObjectProperty(name));
        }
        return headers;
    }

    /// Takes over what the sender gave a message and its next reader may see.
    public static void copy(Message from, Message to) {
        var length = new int[1];
        names(
                from,
                name -> {
                    if (name.length() > LONGEST_NAME
                            || !DeadLetterHeaders.ofTheSender(name)
                            || DeadLetterHeaders.OF_THE_FAILURE.contains(name)) {
                        return;
                    }
                    var value = cut(from.getObjectProperty(name));
                    length[0] += name.length() + String.valueOf(value).length();
                    if (length[0] <= LONGEST_TOGETHER) {
                        to.setObjectProperty(name, value);
                    }
                });
    }

    /// A text, shortened.
    static @Nullable String text(@Nullable String text) {
        return text == null ? null : Texts.cut(text, LONGEST_VALUE);
    }

    public static boolean isCut(String text) {
        return text.length() > LONGEST_VALUE;
    }

    private static @Nullable Object cut(@Nullable Object value) {
        return value instanceof String text ? text(text) : value;
    }

    /// A property that JMS does not let us read or write (other clients are less strict) is left
    /// out: it must not keep the message from being put aside.
    private static void names(Message message, Each each) {
        try {
            Enumeration<?> names = message.getPropertyNames();
            while (names.hasMoreElements()) {
                var name = String.valueOf(names.nextElement());
                try {
                    each.take(name);
                } catch (JMSException | RuntimeException e) {
                    LOG.debug("a property is left out of a dead letter", e);
                }
            }
        } catch (JMSException | RuntimeException e) {
            LOG.debug("the properties are left out of a dead letter", e);
        }
    }

    private static void put(Map<String, String> headers, String name, Reading reading) {
        try {
            var value = reading.value();
            if (value != null) {
                headers.put(
                        Texts.cut(name, LONGEST_NAME),
                        value instanceof byte[] bytes
                                ? HexFormat.of().formatHex(bytes)
                                : String.valueOf(value));
            }
        } catch (JMSException | RuntimeException e) {
            LOG.debug("a header is left out of a dead letter", e);
        }
    }

    private interface Each {
        void take(String name) throws JMSException;
    }

    private interface Reading {
        @Nullable Object value() throws JMSException;
    }
}
