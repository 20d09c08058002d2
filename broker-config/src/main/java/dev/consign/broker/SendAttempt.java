package dev.consign.broker;

import dev.consign.broker.SendResult.Accepted;
import dev.consign.broker.SendResult.Refused;
import dev.consign.broker.SendResult.Unknown;
import jakarta.jms.JMSException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One message's way to the broker, at most two tries under one duplicate id; a try that may have
/// stored the message is never followed by the answer that it did not.
final class SendAttempt {

    private enum Stage {
        /// Nothing has been handed to a producer yet.
        PREPARING,
        /// The message may be stored from here on.
        SENDING,
        /// The caller has gone; nothing more may be sent.
        ABANDONED
    }

    private final QueueName queue;
    private final OutgoingMessage message;
    private final long deadline;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.PREPARING);
    private volatile @Nullable SendLane inUse;

    /// @param deadline on the scale of [System#nanoTime()]
    SendAttempt(QueueName queue, OutgoingMessage message, long deadline) {
        this.queue = queue;
        this.message = message;
        this.deadline = deadline;
    }

    SendResult run(QueueSender sender) {
        QueueSender.Lease lease;
        try {
            lease = sender.lease();
        } catch (JMSException | RuntimeException e) {
            return SendFailures.beforeSend(e);
        }
        var first = onLane(sender, lease.lane());
        // A session that died while idle has sent nothing: the second try decides alone.
        var again = stage.get() == Stage.PREPARING && lease.used() && first instanceof Refused;
        if ((!(first instanceof Unknown) && !again) || isOver()) {
            return first;
        }
        SendResult second;
        try {
            second = onLane(sender, sender.fresh().lane());
        } catch (JMSException | RuntimeException e) {
            second = SendFailures.beforeSend(e);
        }
        return first instanceof Unknown unknown ? together(unknown, second) : second;
    }

    private boolean isOver() {
        return stage.get() == Stage.ABANDONED || System.nanoTime() - deadline >= 0;
    }

    private static SendResult together(Unknown first, SendResult second) {
        return switch (second) {
            case Accepted accepted -> accepted;
            case Refused refused ->
                    new Unknown(first.why() + "; the second try was refused: " + refused.why());
            case Unknown unknown -> new Unknown(first.why() + "; then " + unknown.why());
        };
    }

    private SendResult onLane(QueueSender sender, SendLane lane) {
        inUse = lane;
        var tried = sendOn(lane);
        // Only who takes the lane out of the field disposes of it: the caller may have abandoned
        // us.
        if (take() != null) {
            if (tried.answered()) {
                sender.giveBack(lane);
            } else {
                sender.discard(lane);
            }
        }
        return tried.result();
    }

    /// @param answered whether the broker answered the send, so that its connection is sound
    private record Try(SendResult result, boolean answered) {}

    private Try sendOn(SendLane lane) {
        try {
            var producer = lane.producer(queue);
            var jms = lane.message(message);
            if (stage.getAndUpdate(s -> s == Stage.ABANDONED ? s : Stage.SENDING)
                    == Stage.ABANDONED) {
                return new Try(new Refused("nothing was sent after the deadline"), false);
            }
            try {
                producer.send(jms);
                return new Try(new Accepted(), true);
            } catch (JMSException | RuntimeException e) {
                var result = SendFailures.duringSend(e);
                return new Try(result, result instanceof Refused);
            }
        } catch (JMSException | RuntimeException e) {
            return new Try(SendFailures.beforeSend(e), false);
        }
    }

    /// Called once by the one who stops waiting.
    SendResult abandon(QueueSender sender, String why) {
        var reached = stage.getAndSet(Stage.ABANDONED);
        var lane = take();
        if (lane != null) {
            sender.discard(lane);
        }
        return switch (reached) {
            case PREPARING -> new Refused(why + ", and nothing was sent");
            case SENDING, ABANDONED -> new Unknown(why);
        };
    }

    private synchronized @Nullable SendLane take() {
        var lane = inUse;
        inUse = null;
        return lane;
    }
}
