package dev.consign.broker;

import java.util.Map;
import java.util.regex.Pattern;

/// A message ready to be sent any number of times: its ids are made before the first send and stay.
///
/// @param messageId the business fact, by which consumers recognise a repetition; travels as
///   [QueueSender#MESSAGE_ID]
/// @param duplicateId by which the broker recognises a repetition; a requeue needs a new one under
///   the same message id, or the broker drops it without a word
/// @param body JSON text
/// @param properties further JMS properties; names are Java identifiers and not the broker's own
/// @param type what the body is, as JMSType
public record OutgoingMessage(
        String messageId,
        String duplicateId,
        String body,
        Map<String, String> properties,
        String type) {

    private static final Pattern PROPERTY = Pattern.compile("(?!JMS|_AMQ)[A-Za-z_][A-Za-z0-9_]*");

    /// @throws IllegalArgumentException if an id is blank or a property name is reserved
    public OutgoingMessage {
        if (messageId.isBlank() || duplicateId.isBlank() || type.isBlank()) {
            throw new IllegalArgumentException(
                    "a message needs a message id, a duplicate id and a type");
        }
        properties = Map.copyOf(properties);
        for (var name : properties.keySet()) {
            if (!PROPERTY.matcher(name).matches() || name.equals(QueueSender.MESSAGE_ID)) {
                throw new IllegalArgumentException(
                        "a message must not set the property " + name + " itself");
            }
        }
    }
}
