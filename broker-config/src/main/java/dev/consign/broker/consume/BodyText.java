package dev.consign.broker.consume;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.TextMessage;

/// What a consumer of JSON texts may read of a message, the same for every queue.
public sealed interface BodyText {
    /// The text as it came.
    record Text(String text) implements BodyText {}

    /// Nothing: to the dead letters.
    ///
    /// @param cause a short code that never changes
    /// @param detail one sentence, without anything of the body
    record None(String cause, String detail) implements BodyText {}

    /// Runs none of the sender's classes, and fails for no message.
    static BodyText of(Message message) {
        return switch (message) {
            case UnreadMessage unread -> new None(unread.why().name(), unread.why().detail());
            case TextMessage text -> of(text);
            case ObjectMessage _ -> new None("OBJECT_MESSAGE", "serialised objects are not read");
            default -> new None("NOT_TEXT", "only text messages are sent to this queue");
        };
    }

    private static BodyText of(TextMessage message) {
        try {
            var text = message.getText();
            return text == null ? new None("BAD_JSON", "the body is empty") : new Text(text);
        } catch (JMSException _) {
            return new None(UnreadMessage.Why.BAD_BODY.name(), UnreadMessage.Why.BAD_BODY.detail());
        }
    }
}
