package dev.consign.processor.deadletter;

import dev.consign.broker.QueueName;
import dev.consign.broker.codec.DecodedFact;
import dev.consign.broker.codec.DecodedNotification;
import dev.consign.broker.codec.FactCodec;
import dev.consign.broker.codec.NotificationCodec;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.message.Notification;
import dev.consign.payment.PaymentFact;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the consumer of a queue would read in a body: the same codecs, so that what is sent again
/// is what can be read.
sealed interface Contents {
    record Fact(PaymentFact fact) implements Contents {}

    record Note(Notification notification) implements Contents {}

    /// Sent again it would only come back.
    record Unreadable(String cause, String detail) implements Contents {}

    /// @param queue any text
    static Contents of(String queue, String body) {
        var known = queue(queue);
        return known.isEmpty()
                ? new Unreadable("UNKNOWN_QUEUE", "no consumer here reads the queue " + queue)
                : of(known.get(), body);
    }

    private static Contents of(QueueName queue, String body) {
        return switch (queue) {
            case PAYMENT_CALLBACK, PAYMENT_REISSUE ->
                    switch (FactCodec.decode(body)) {
                        case DecodedFact.Fact(var fact) -> new Fact(fact);
                        case DecodedFact.Undecodable(var cause, var detail) ->
                                new Unreadable(cause, detail);
                    };
            case NOTIFICATION ->
                    switch (NotificationCodec.decode(body)) {
                        case DecodedNotification.Note(var notification) -> new Note(notification);
                        case DecodedNotification.Undecodable(var cause, var detail) ->
                                new Unreadable(cause, detail);
                    };
            case DEAD_LETTER ->
                    new Unreadable("UNKNOWN_QUEUE", "nobody knows where it was meant to go");
        };
    }

    static Optional<QueueName> queue(String address) {
        return Arrays.stream(QueueName.values())
                .filter(name -> name.address().equals(address))
                .findFirst();
    }

    /// The name under which its consumer records an outcome.
    static @Nullable String consumedAs(Contents contents) {
        return switch (contents) {
            case Fact(var fact) -> fact.messageId().value();
            case Note(var notification) -> notification.notificationId();
            case Unreadable _ -> null;
        };
    }

    /// @param said by a property of the message, used when the body does not say
    static @Nullable String orderNo(Contents contents, @Nullable String said) {
        return switch (contents) {
            case Note(var notification) -> notification.orderNo().value();
            case Fact _, Unreadable _ -> shaped(said, text -> new OrderNo(text).value());
        };
    }

    /// @param said by a property of the message, used when the body does not say
    static @Nullable String paymentNo(Contents contents, @Nullable String said) {
        return switch (contents) {
            case Fact(var fact) -> fact.paymentNo().value();
            case Note _, Unreadable _ -> shaped(said, text -> new PaymentNo(text).value());
        };
    }

    private static @Nullable String shaped(@Nullable String text, Function<String, String> type) {
        try {
            return text == null ? null : type.apply(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
