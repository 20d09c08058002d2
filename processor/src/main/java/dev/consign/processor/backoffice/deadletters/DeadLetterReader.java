package dev.consign.processor.backoffice.deadletters;

import dev.consign.broker.QueueName;
import dev.consign.broker.codec.Mention;
import dev.consign.broker.consume.UnreadMessage.Why;
import dev.consign.broker.deadletter.BodyType;
import dev.consign.broker.deadletter.DeadLetterHeaders;
import dev.consign.broker.deadletter.DeadLetterPublisher;
import dev.consign.broker.deadletter.MessageBody;
import dev.consign.broker.deadletter.Properties;
import dev.consign.broker.deadletter.Redeliveries;
import dev.consign.broker.deadletter.Senders;
import dev.consign.broker.deadletter.Texts;
import dev.consign.id.MessageId;
import dev.consign.platform.text.CardNumbers;
import dev.consign.processor.backoffice.deadletters.stored.DecodedBody;
import dev.consign.processor.backoffice.deadletters.stored.Named;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Makes a row of whatever lies in the dead-letter queue, ours or not. What a message says of
/// itself counts only when we wrote it: the broker tells who did (issue 11 number 5).
final class DeadLetterReader {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_BODY = 64 * 1024;
    private static final int LONGEST_CAUSE = 64;
    private static final int LONGEST_QUEUE = 64;
    private static final int LONGEST_KEY = 160;
    private static final int LONGEST_HEADER = 2_000;

    /// Bytes of their JSON, which the column must hold.
    private static final int MOST_HEADER_BYTES = 60_000;

    private final Senders senders;
    private final InstantSource clock;

    DeadLetterReader(Senders senders, InstantSource clock) {
        this.senders = senders;
        this.clock = clock;
    }

    /// The whole of it.
    ///
    /// @throws RuntimeException when something about it is beyond us: then [#leastOf] serves
    DeadLetter read(Message message) {
        var headers = Properties.all(message);
        var body = MessageBody.of(message);
        var bytes = bytes(body);
        var type = body.type();
        var ours = ours(headers);
        if (ours && type == BodyType.BYTES && says(headers, BodyType.OBJECT)) {
            type = BodyType.OBJECT;
        }
        if (ours && type == BodyType.NONE && says(headers, BodyType.UNREAD)) {
            type = BodyType.UNREAD;
            bytes = unread(headers);
        }
        if (bytes.length > LONGEST_BODY) {
            bytes = unread(Why.TOO_LARGE.name(), bytes.length, Texts.digest(bytes));
            type = BodyType.UNREAD;
        }
        var sentBy = ours ? headers.get(DeadLetterHeaders.SENT_BY) : senders.of(message);
        var cause = cause(headers, ours, sentBy);
        return new DeadLetter(
                queue(headers),
                messageId(headers, brokerId(headers, bytes)),
                cause.code(),
                Texts.cut(CardNumbers.inLine(cause.detail()), DeadLetterPublisher.LONGEST_DETAIL),
                stack(headers),
                json(headers),
                bytes,
                type,
                sentBy == null ? null : Texts.ascii(sentBy, LONGEST_QUEUE),
                Named.of(
                        type == BodyType.OBJECT || type == BodyType.UNREAD
                                ? Mention.NOTHING
                                : Mention.in(bytes),
                        headers.get(DeadLetterHeaders.ORDER_NO),
                        headers.get(DeadLetterHeaders.PAYMENT_NO)),
                failedAt(headers, ours),
                key(message, headers, bytes));
    }

    /// What is kept of a message of which no more can be kept: that it was there, how large it was,
    /// and from whom.
    ///
    /// @param why one sentence
    DeadLetter leastOf(Message message, String cause, String why) {
        var headers = Properties.all(message);
        var bytes = unread(least(MessageBody.of(message)));
        var name = Redeliveries.number(message) + "/" + brokerId(headers, bytes);
        var id = Texts.digested(name);
        return new DeadLetter(
                QueueName.DEAD_LETTER.address(),
                id,
                cause,
                Texts.cut(why, DeadLetterPublisher.LONGEST_DETAIL),
                null,
                "{}",
                bytes,
                BodyType.UNREAD,
                senders.of(message),
                new Named(null, null, null, null),
                clock.instant(),
                id);
    }

    private boolean ours(Map<String, String> headers) {
        return senders.processor().equals(headers.get("JMSXUserID"))
                && headers.containsKey(DeadLetterHeaders.CAUSE);
    }

    private static boolean says(Map<String, String> headers, BodyType type) {
        return type.name().equals(headers.get(DeadLetterHeaders.BODY_TYPE));
    }

    private static String queue(Map<String, String> headers) {
        var queue =
                headers.getOrDefault(
                        DeadLetterHeaders.ORIGIN_QUEUE,
                        headers.getOrDefault(
                                DeadLetterHeaders.BROKER_ORIGIN_QUEUE,
                                QueueName.DEAD_LETTER.address()));
        return Texts.ascii(queue, LONGEST_QUEUE);
    }

    private Cause cause(Map<String, String> headers, boolean ours, @Nullable String sentBy) {
        if (ours) {
            return new Cause(
                    Texts.ascii(headers.getOrDefault(DeadLetterHeaders.CAUSE, ""), LONGEST_CAUSE),
                    headers.getOrDefault(DeadLetterHeaders.DETAIL, ""));
        }
        var objection =
                DecodedBody.queue(queue(headers))
                        .flatMap(meant -> senders.objection(meant, sentBy));
        if (objection.isPresent()) {
            return new Cause(Senders.FORGED, objection.get());
        }
        return headers.containsKey(DeadLetterHeaders.BROKER_ORIGIN_QUEUE)
                ? new Cause("MAX_DELIVERY_ATTEMPTS", "the broker gave it up after its last attempt")
                : new Cause("UNKNOWN", "nothing says why it was put here");
    }

    /// Not later than now, nor before there were computers: neither the column nor the age that is
    /// allowed for a requeue is anybody's to choose.
    private Instant failedAt(Map<String, String> headers, boolean ours) {
        var now = clock.instant();
        if (!ours) {
            return now;
        }
        try {
            var said = Long.parseLong(headers.getOrDefault(DeadLetterHeaders.FAILED_AT, ""));
            return Instant.ofEpochMilli(Math.clamp(said, 0, now.toEpochMilli()));
        } catch (NumberFormatException _) {
            return now;
        }
    }

    private static String brokerId(Map<String, String> headers, byte[] body) {
        return headers.getOrDefault("JMSMessageID", "none:" + Texts.digest(body));
    }

    /// The broker's own number tells two messages apart that are equal in all they say, and stays
    /// the same when one of them is delivered again.
    private static String key(Message message, Map<String, String> headers, byte[] body) {
        return Texts.ascii(
                Redeliveries.number(message)
                        + "/"
                        + brokerId(headers, body)
                        + "/"
                        + headers.getOrDefault(DeadLetterHeaders.BROKER_ORIGIN_ID, "")
                        + "/"
                        + headers.getOrDefault(DeadLetterHeaders.FAILED_AT, ""),
                LONGEST_KEY);
    }

    /// A name that has not the shape of one would not fit its column; its digest does.
    private static String messageId(Map<String, String> headers, String brokerId) {
        var id = headers.getOrDefault(DeadLetterHeaders.MESSAGE_ID, brokerId);
        try {
            return new MessageId(id).value();
        } catch (IllegalArgumentException _) {
            return Texts.digested(id);
        }
    }

    private static @Nullable String stack(Map<String, String> headers) {
        var stack = headers.get(DeadLetterHeaders.STACK);
        return stack == null
                ? null
                : Texts.cut(CardNumbers.inLine(stack), DeadLetterPublisher.LONGEST_STACK);
    }

    private static byte[] bytes(MessageBody body) {
        return switch (body) {
            case MessageBody.Text(var text) -> text.getBytes(StandardCharsets.UTF_8);
            case MessageBody.Bytes(var bytes) -> bytes;
            case MessageBody.Serialized(var bytes) -> bytes;
            case MessageBody.Entries(var entries) -> JSON.writeValueAsBytes(entries);
            case MessageBody.Items(var items) -> JSON.writeValueAsBytes(items);
            case MessageBody.Unread unread -> unread(unread);
            case MessageBody.None _ -> new byte[0];
        };
    }

    private static MessageBody.Unread least(MessageBody body) {
        return switch (body) {
            case MessageBody.Unread unread -> unread;
            case MessageBody.Text(var text) -> least(text.getBytes(StandardCharsets.UTF_8));
            case MessageBody.Bytes(var bytes) -> least(bytes);
            case MessageBody.Serialized(var bytes) -> least(bytes);
            case MessageBody.Entries _, MessageBody.Items _ ->
                    new MessageBody.Unread(Why.BAD_BODY.name(), -1, null);
            case MessageBody.None _ -> least(new byte[0]);
        };
    }

    private static MessageBody.Unread least(byte[] bytes) {
        return new MessageBody.Unread(Why.BAD_BODY.name(), bytes.length, Texts.digest(bytes));
    }

    private static byte[] unread(MessageBody.Unread body) {
        return unread(body.why(), body.size(), body.sha256());
    }

    private static byte[] unread(Map<String, String> headers) {
        return unread(
                headers.getOrDefault(DeadLetterHeaders.CAUSE, Why.BAD_BODY.name()),
                headers.getOrDefault(DeadLetterHeaders.BODY_SIZE, "-1"),
                headers.get(DeadLetterHeaders.BODY_SHA256));
    }

    private static byte[] unread(String why, Object size, @Nullable String sha256) {
        var said = new TreeMap<String, String>();
        said.put("unread", why);
        said.put("bytes", String.valueOf(size));
        if (sha256 != null) {
            said.put("sha256", sha256);
        }
        return JSON.writeValueAsBytes(said);
    }

    /// Detail and stack have columns of their own. What does not fit is left out.
    private static String json(Map<String, String> headers) {
        var kept = new TreeMap<String, String>();
        var length = 2;
        for (var header : headers.entrySet()) {
            var name = header.getKey();
            if (name.equals(DeadLetterHeaders.STACK) || name.equals(DeadLetterHeaders.DETAIL)) {
                continue;
            }
            var value = Texts.cut(header.getValue(), LONGEST_HEADER);
            length += JSON.writeValueAsBytes(Map.of(name, value)).length;
            if (length <= MOST_HEADER_BYTES) {
                kept.put(name, value);
            }
        }
        return JSON.writeValueAsString(kept);
    }

    /// @param code what support filters by
    /// @param detail one sentence
    private record Cause(String code, String detail) {}
}
