package dev.consign.broker.outbox;

import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import java.util.Map;

/// A message to be sent once the transaction it is written in has been committed.
///
/// @param type what the body is, a [dev.consign.message.MessageType]
/// @param messageId the business fact; consumers recognise a repetition by it
/// @param duplicateId the broker recognises a repeated send by it; it stays until the send returned
/// @param headers further message properties
public record OutboxMessage(
        QueueName queue,
        String type,
        String messageId,
        String duplicateId,
        String body,
        Map<String, String> headers) {
    /// @throws IllegalArgumentException when it could never be sent: better here than in the relay,
    ///   where it would stand in the way of all others
    public OutboxMessage {
        headers = Map.copyOf(headers);
        new OutgoingMessage(messageId, duplicateId, body, headers, type);
    }
}
