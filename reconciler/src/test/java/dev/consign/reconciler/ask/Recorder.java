package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.broker.SendResult;
import dev.consign.broker.codec.DecodedFact;
import dev.consign.broker.codec.FactCodec;
import dev.consign.payment.PaymentFact;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A broker that answers as told and keeps every message that was tried.
final class Recorder {
    final Queue<OutgoingMessage> tried = new ConcurrentLinkedQueue<>();
    volatile SendResult answer = new SendResult.Accepted();

    SendResult send(QueueName queue, OutgoingMessage message) {
        assertThat(queue).isEqualTo(QueueName.PAYMENT_REISSUE);
        tried.add(message);
        return answer;
    }

    List<PaymentFact> facts() {
        return tried.stream().map(message -> fact(message.body())).toList();
    }

    static PaymentFact fact(@Nullable String body) {
        return FactCodec.decode(body) instanceof DecodedFact.Fact(var fact) ? fact : refuse(body);
    }

    private static PaymentFact refuse(@Nullable String body) {
        throw new AssertionError("not a fact: " + body);
    }
}
