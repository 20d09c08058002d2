package dev.consign.processor.backoffice.deadletters.stored;

import dev.consign.broker.QueueName;
import dev.consign.broker.codec.DecodedFact;
import dev.consign.broker.codec.DecodedNotification;
import dev.consign.broker.codec.FactCodec;
import dev.consign.broker.codec.NotificationCodec;
import dev.consign.broker.deadletter.Senders;
import dev.consign.message.Notification;
import dev.consign.payment.PaymentFact;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the consumer of a queue would make of a message: the same senders, the same codecs, so that
/// what is sent again is what can be taken in.
public sealed interface DecodedBody {
    record Fact(PaymentFact fact) implements DecodedBody {}

    record Note(Notification notification) implements DecodedBody {}

    /// Sent again it would only come back.
    record Unreadable(String cause, String detail) implements DecodedBody {}

    /// From somebody who may not say it: never sent again, or we would say it for him.
    record Forged(String detail) implements DecodedBody {}

    /// @param queue any text
    /// @param sender as the broker authenticated it, null when it did not
    static DecodedBody of(Senders senders, String queue, @Nullable String sender, String body) {
        var known = queue(queue);
        if (known.isEmpty()) {
            return new Unreadable("UNKNOWN_QUEUE", "no consumer here reads the queue " + queue);
        }
        var objection = senders.objection(known.get(), sender);
        return objection.isPresent()
                ? new Forged(objection.get())
                : decoded(senders, known.get(), body);
    }

    private static DecodedBody decoded(Senders senders, QueueName queue, String body) {
        return switch (queue) {
            case PAYMENT_CALLBACK, PAYMENT_REISSUE ->
                    switch (FactCodec.decode(body)) {
                        case DecodedFact.Fact(var fact) -> {
                            var objection = senders.objection(queue, fact.source());
                            yield objection.isPresent()
                                    ? new Forged(objection.get())
                                    : new Fact(fact);
                        }
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
    static @Nullable String consumedAs(DecodedBody contents) {
        return switch (contents) {
            case Fact(var fact) -> fact.messageId().value();
            case Note(var notification) -> notification.notificationId();
            case Unreadable _, Forged _ -> null;
        };
    }
}
