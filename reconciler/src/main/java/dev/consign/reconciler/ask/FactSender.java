package dev.consign.reconciler.ask;

import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.broker.SendResult;
import dev.consign.broker.codec.FactCodec;
import dev.consign.message.MessageType;
import dev.consign.payment.PaymentFact;
import dev.consign.platform.worker.BackOff;
import dev.consign.platform.worker.Outage;
import dev.consign.reconciler.task.FactInbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/// Puts what a gateway said on its way to the engine: over the queue, or past it while the broker
/// is down, so that no reservation waits for a broker. A fact may go both ways, when nobody knows
/// whether it was sent; the engine applies it once.
public final class FactSender {
    private final BiFunction<QueueName, OutgoingMessage, SendResult> sender;
    private final FactInbox learned;
    private final InstantSource clock;
    private final Outage broker;
    private final BackOff pauses;
    private final TaskMeters meters;
    private final AtomicReference<Instant> nextTry = new AtomicReference<>(Instant.EPOCH);

    /// @param sender the broker's; blocks until it knows, or knows that it does not
    public FactSender(
            BiFunction<QueueName, OutgoingMessage, SendResult> sender,
            FactInbox learned,
            InstantSource clock,
            RequerySettings settings,
            TaskMeters meters) {
        this.sender = sender;
        this.learned = learned;
        this.clock = clock;
        this.broker =
                new Outage(
                        "the broker is not available, what gateways say goes past it",
                        "the broker is available again");
        this.pauses = BackOff.exact(settings.retryDelay(), settings.longestPause());
        this.meters = meters;
    }

    /// @param duplicateId the same at each repetition
    /// @throws dev.consign.sql.DatabaseDown when neither way is open; nobody was told
    public void tell(PaymentFact fact, String duplicateId) {
        var body = FactCodec.encode(fact);
        if (!isWorthATry() || !send(fact, duplicateId, body)) {
            learned.keep(fact.messageId().value(), body);
            meters.keptFromBroker();
        }
    }

    /// While the broker is down, one fact at a time finds out whether it is back; the others do not
    /// wait for it.
    private boolean isWorthATry() {
        if (!broker.lasts()) {
            return true;
        }
        var now = clock.instant();
        var next = nextTry.get();
        return !now.isBefore(next) && nextTry.compareAndSet(next, now.plus(pause()));
    }

    /// @return whether it certainly is on the queue
    private boolean send(PaymentFact fact, String duplicateId, String body) {
        var message =
                new OutgoingMessage(
                        fact.messageId().value(),
                        duplicateId,
                        body,
                        Map.of(),
                        MessageType.PAYMENT_FACT.name());
        var before = broker.failures();
        var result = sender.apply(QueueName.PAYMENT_REISSUE, message);
        meters.sent(QueueName.PAYMENT_REISSUE.address(), result.getClass().getSimpleName());
        return switch (result) {
            case SendResult.Accepted _ -> {
                broker.worked(before);
                yield true;
            }
            case SendResult.Refused(var why) -> failed(why);
            case SendResult.Unknown(var why) -> failed(why);
        };
    }

    private boolean failed(String why) {
        broker.failed(why);
        nextTry.set(clock.instant().plus(pause()));
        return false;
    }

    private Duration pause() {
        return pauses.after(broker.failures(), () -> 0);
    }
}
