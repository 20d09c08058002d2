package dev.consign.processor.deadletter;

import dev.consign.broker.QueueName;
import dev.consign.id.MessageId;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Makes a row of whatever lies in the dead-letter queue, ours or not: nothing about a message can
/// make it fail, or that message would be stuck there for ever.
final class LetterReader {
    static final int LONGEST_BODY = 8 << 20;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_CAUSE = 64;
    private static final int LONGEST_QUEUE = 64;
    private static final int LONGEST_KEY = 160;
    private static final int LONGEST_HEADER = 2_000;

    /// Characters; four bytes each at most fit the column.
    private static final int LONGEST_HEADERS = 14_000;

    private final InstantSource clock;

    LetterReader(InstantSource clock) {
        this.clock = clock;
    }

    Letter read(Message message) throws JMSException {
        var headers = headers(message);
        var body = MessageBody.of(message);
        var bytes = bytes(body);
        if (bytes.length > LONGEST_BODY) {
            headers.put("consign_body_cut_from", String.valueOf(bytes.length));
            bytes = Arrays.copyOf(bytes, LONGEST_BODY);
        }
        var brokerId = headers.getOrDefault("JMSMessageID", "none:" + digest(bytes));
        var ours = headers.get(LetterHeaders.CAUSE) != null;
        var contents =
                body instanceof MessageBody.Text(var text)
                        ? Contents.of(queue(headers), text)
                        : new Contents.Unreadable("NOT_TEXT", "only text messages are read");
        var failedAt = message.getObjectProperty(LetterHeaders.FAILED_AT);
        return new Letter(
                queue(headers),
                messageId(headers, brokerId),
                cause(headers),
                Texts.cut(
                        headers.getOrDefault(
                                LetterHeaders.DETAIL,
                                ours ? "" : "the broker gave it up after its last attempt"),
                        DeadLetterPublisher.LONGEST_DETAIL),
                stack(message),
                json(headers),
                bytes,
                type(headers, body),
                Contents.orderNo(contents, headers.get(LetterHeaders.ORDER_NO)),
                Contents.paymentNo(contents, headers.get(LetterHeaders.PAYMENT_NO)),
                failedAt instanceof Long millis ? Instant.ofEpochMilli(millis) : clock.instant(),
                Texts.ascii(
                        brokerId
                                + "/"
                                + headers.getOrDefault(LetterHeaders.BROKER_ORIGIN_ID, "")
                                + "/"
                                + headers.getOrDefault(LetterHeaders.FAILED_AT, ""),
                        LONGEST_KEY));
    }

    private static Map<String, String> headers(Message message) throws JMSException {
        var headers = new TreeMap<String, String>();
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            var name = String.valueOf(names.nextElement());
            put(headers, name, message.getObjectProperty(name));
        }
        put(headers, "JMSMessageID", message.getJMSMessageID());
        put(headers, "JMSType", message.getJMSType());
        put(headers, "JMSCorrelationID", message.getJMSCorrelationID());
        put(headers, "JMSTimestamp", message.getJMSTimestamp());
        // The broker's own notes are hidden from the names, but not from who asks for them.
        for (var name :
                new String[] {LetterHeaders.BROKER_ORIGIN_QUEUE, LetterHeaders.BROKER_ORIGIN_ID}) {
            put(headers, name, message.getObjectProperty(name));
        }
        return headers;
    }

    private static void put(Map<String, String> headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.put(name, String.valueOf(value));
        }
    }

    private static String queue(Map<String, String> headers) {
        var queue =
                headers.getOrDefault(
                        LetterHeaders.ORIGIN_QUEUE,
                        headers.getOrDefault(
                                LetterHeaders.BROKER_ORIGIN_QUEUE,
                                QueueName.DEAD_LETTER.address()));
        return Texts.ascii(queue, LONGEST_QUEUE);
    }

    private static String cause(Map<String, String> headers) {
        var cause = headers.get(LetterHeaders.CAUSE);
        if (cause != null) {
            return Texts.ascii(cause, LONGEST_CAUSE);
        }
        return headers.containsKey(LetterHeaders.BROKER_ORIGIN_QUEUE)
                ? "MAX_DELIVERY_ATTEMPTS"
                : "UNKNOWN";
    }

    /// A name that has not the shape of one would not fit its column; its digest does.
    private static String messageId(Map<String, String> headers, String brokerId) {
        var id = headers.getOrDefault(LetterHeaders.MESSAGE_ID, brokerId);
        try {
            return new MessageId(id).value();
        } catch (IllegalArgumentException _) {
            return "sha256:" + digest(id.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static @Nullable String stack(Message message) throws JMSException {
        var stack = message.getObjectProperty(LetterHeaders.STACK);
        return stack == null
                ? null
                : Texts.cut(String.valueOf(stack), DeadLetterPublisher.LONGEST_STACK);
    }

    private static BodyType type(Map<String, String> headers, MessageBody body) {
        return BodyType.OBJECT.name().equals(headers.get(LetterHeaders.BODY_TYPE))
                        && body instanceof MessageBody.Bytes
                ? BodyType.OBJECT
                : body.type();
    }

    private static byte[] bytes(MessageBody body) {
        return switch (body) {
            case MessageBody.Text(var text) -> text.getBytes(StandardCharsets.UTF_8);
            case MessageBody.Bytes(var bytes) -> bytes;
            case MessageBody.Serialized(var bytes) -> bytes;
            case MessageBody.Entries(var entries) -> JSON.writeValueAsBytes(entries);
            case MessageBody.Items(var items) -> JSON.writeValueAsBytes(items);
            case MessageBody.None _ -> new byte[0];
        };
    }

    /// Detail and stack have columns of their own. What does not fit is left out.
    private static String json(Map<String, String> headers) {
        var kept = new TreeMap<String, String>();
        var length = 0;
        for (var header : headers.entrySet()) {
            var name = header.getKey();
            if (name.equals(LetterHeaders.STACK) || name.equals(LetterHeaders.DETAIL)) {
                continue;
            }
            var value = Texts.cut(header.getValue(), LONGEST_HEADER);
            length += name.length() + value.length();
            if (length <= LONGEST_HEADERS) {
                kept.put(name, value);
            }
        }
        return JSON.writeValueAsString(kept);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
