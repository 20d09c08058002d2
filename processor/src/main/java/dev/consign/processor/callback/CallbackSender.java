package dev.consign.processor.callback;

import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.broker.QueueSender;
import dev.consign.broker.SendResult;
import dev.consign.broker.codec.FactCodec;
import dev.consign.id.IdSource;
import dev.consign.message.MessageType;
import dev.consign.payment.PaymentFact;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the facts of one callback on the queue, durably, or says that the gateway must send again.
/// Behind a circuit breaker: while the broker is down callbacks are turned away at once instead of
/// piling up.
final class CallbackSender {
    private static final Logger log = LoggerFactory.getLogger(CallbackSender.class);

    private final QueueSender sender;
    private final CircuitBreaker breaker;
    private final IdSource ids;

    /// @param breaker the broker's; one for all gateways
    CallbackSender(QueueSender sender, CircuitBreaker breaker, IdSource ids) {
        this.sender = sender;
        this.breaker = breaker;
        this.ids = ids;
    }

    /// Whether every fact is in the queue. When not, some may be: they will come again under the
    /// same message ids, and the door knows them.
    boolean send(List<PaymentFact> facts) {
        return facts.stream().allMatch(this::sendOne);
    }

    private boolean sendOne(PaymentFact fact) {
        if (!breaker.tryAcquirePermission()) {
            return false;
        }
        var start = breaker.getCurrentTimestamp();
        // The duplicate id names this request's attempt to send, and its own retry. Repeats by the
        // gateway have others on purpose: the door must see them, it is the guard (rule 10).
        SendResult result;
        try {
            result =
                    sender.send(
                            QueueName.PAYMENT_CALLBACK,
                            new OutgoingMessage(
                                    fact.messageId().value(),
                                    ids.next('D'),
                                    FactCodec.encode(fact),
                                    Map.of(),
                                    MessageType.PAYMENT_FACT.name()));
        } catch (RuntimeException | Error e) {
            // Or the permission would be lost, and with three of them a half-open breaker.
            breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), e);
            throw e;
        }
        var took = breaker.getCurrentTimestamp() - start;
        return switch (result) {
            case SendResult.Accepted _ -> {
                breaker.onSuccess(took, breaker.getTimestampUnit());
                yield true;
            }
            case SendResult.Refused(var why) -> failed(fact, took, "refused", why);
            case SendResult.Unknown(var why) -> failed(fact, took, "unknown", why);
        };
    }

    private boolean failed(PaymentFact fact, long took, String result, String why) {
        breaker.onError(took, breaker.getTimestampUnit(), new IllegalStateException(why));
        log.debug("send of {} was {}: {}", fact.messageId(), result, why);
        return false;
    }
}
