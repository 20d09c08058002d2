package dev.consign.broker.deadletter;

import dev.consign.broker.QueueName;
import dev.consign.broker.consume.BodyText;
import jakarta.jms.Message;

/// What every consumer does with a message before it believes a word of it: who sent it, how large
/// it is, and whether it was the death of us before.
///
/// @param deadLetters where it goes when it does not pass
public record Reception(
        Senders senders, Redeliveries redeliveries, DeadLetterPublisher deadLetters) {
    /// What a message is called over which the process died again and again.
    public static final String CRASHED = "CRASHED_CONSUMER";

    /// One sentence to go with it.
    public static final String CRASHED_DETAIL =
            "the process died while it dealt with this message, more often than is allowed";

    /// The text of a message, if somebody sent it who may.
    public BodyText read(QueueName queue, Message message) {
        return senders.objection(queue, senders.of(message))
                .<BodyText>map(detail -> new BodyText.None(Senders.FORGED, detail))
                .orElseGet(() -> BodyText.of(message));
    }
}
