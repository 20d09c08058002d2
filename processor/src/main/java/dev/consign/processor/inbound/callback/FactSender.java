package dev.consign.processor.inbound.callback;

import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.broker.QueueSender;
import dev.consign.broker.SendResult;
import dev.consign.broker.codec.FactCodec;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.message.MessageType;
import dev.consign.payment.PaymentFact;
import dev.consign.platform.breaker.PatientBreaker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the facts of one callback on the queue, durably, or says that the gateway must send again:
/// within one limit, whatever the broker does and however many the facts are. Behind a circuit
/// breaker: while the broker is down or slow callbacks are turned away at once instead of piling
/// up.
final class FactSender {
    private static final Logger log = LoggerFactory.getLogger(FactSender.class);

    private final QueueSender sender;
    private final PatientBreaker breaker;
    private final Duration longest;
    private final IdSource ids;

    /// @param breaker the broker's; one for all gateways
    /// @param longest until there is an answer
    FactSender(QueueSender sender, PatientBreaker breaker, Duration longest, IdSource ids) {
        this.sender = sender;
        this.breaker = breaker;
        this.longest = longest;
        this.ids = ids;
    }

    /// Whether every fact is in the queue. When not, some may be: they will come again under the
    /// same message ids, and the engine knows them.
    boolean send(List<PaymentFact> facts) {
        var start = System.nanoTime();
        if (facts.isEmpty()) {
            return true;
        }
        if (!breaker.admits(longest)) {
            return false;
        }
        try {
            var results =
                    sender.sendAll(
                            QueueName.PAYMENT_CALLBACK,
                            facts.stream().map(this::message).toList(),
                            longest.minusNanos(System.nanoTime() - start));
            return areAllKept(facts, results, System.nanoTime() - start);
        } catch (RuntimeException | Error e) {
            // Or the permission would be lost, and with three of them a half-open breaker.
            failed(System.nanoTime() - start, e);
            throw e;
        }
    }

    /// The duplicate id names this request's attempt to send, and its own retry. Repeats by the
    /// gateway have others on purpose: the engine must see them, it is the guard (rule 10).
    private OutgoingMessage message(PaymentFact fact) {
        return new OutgoingMessage(
                fact.messageId().value(),
                ids.next(NumberPrefix.SEND),
                FactCodec.encode(fact),
                Map.of(),
                MessageType.PAYMENT_FACT.name());
    }

    private boolean areAllKept(List<PaymentFact> facts, List<SendResult> results, long took) {
        for (var i = 0; i < results.size(); i++) {
            var why =
                    switch (results.get(i)) {
                        case SendResult.Accepted _ -> null;
                        case SendResult.Refused(var reason) -> "refused: " + reason;
                        case SendResult.Unknown(var reason) -> "unknown: " + reason;
                    };
            if (why != null) {
                log.debug("send of {} was {}", facts.get(i).messageId(), why);
                failed(took, new IllegalStateException(why));
                return false;
            }
        }
        breaker.breaker().onSuccess(took, TimeUnit.NANOSECONDS);
        return true;
    }

    private void failed(long took, Throwable failure) {
        breaker.breaker().onError(took, TimeUnit.NANOSECONDS, failure);
    }
}
