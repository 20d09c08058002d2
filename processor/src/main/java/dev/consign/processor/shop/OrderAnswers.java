package dev.consign.processor.shop;

import dev.consign.engine.placement.PlacedOrders;
import dev.consign.engine.placement.PlacedOrders.Attempt;
import dev.consign.id.PaymentNo;
import dev.consign.processor.api.idempotency.Completion;
import dev.consign.processor.api.idempotency.IdempotencyKeys;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.api.problem.MoneyBody;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Takes a stored payment to its gateway and answers with what the database says then, not with
/// what was meant to happen.
@Component
final class OrderAnswers {
    private final PlacedOrders orders;
    private final JsonMapper json;
    private final IdempotencyKeys keys;
    private final PaymentSubmission submission;

    OrderAnswers(
            PlacedOrders orders,
            JsonMapper json,
            IdempotencyKeys keys,
            PaymentSubmission submission) {
        this.orders = orders;
        this.json = json;
        this.keys = keys;
        this.submission = submission;
    }

    /// The payment, when its gateway may still have to be asked.
    Optional<Attempt> unfinished(PaymentNo paymentNo) {
        return Optional.of(orders.find(paymentNo).payment()).filter(Attempt::unfinished);
    }

    /// @param first whether the gateway cannot have heard of the payment
    void submit(GatewayCall call, PaymentNo paymentNo, boolean first) {
        submission.submit(call, orders.find(paymentNo), first);
    }

    /// Stores the answer under its key and gives it. One that does not say where to pay is not
    /// stored: the repeat asks the gateway once more, and the buyer can pay after all.
    StoredAnswer give(IdempotentRequest request, Instant lease, PaymentNo paymentNo) {
        var order = orders.find(paymentNo);
        var payment = order.payment();
        var body =
                json.writeValueAsString(
                        new OrderAnswer(
                                order.orderNo().value(),
                                order.status(),
                                MoneyBody.of(order.amount()),
                                order.expiresAt(),
                                new PaymentAnswer(
                                        payment.paymentNo().value(),
                                        payment.gateway().value(),
                                        payment.status().name(),
                                        payment.payUrl())));
        if (payment.unfinished()) {
            keys.giveUp(request, lease);
        } else {
            keys.answer(request, lease, Completion.CREATED, body);
        }
        return StoredAnswer.first(Completion.CREATED, body);
    }

    /// 201 of POST /api/orders and of POST /api/orders/{orderNo}/payments.
    record OrderAnswer(
            String orderNo,
            String status,
            MoneyBody amount,
            Instant expiresAt,
            PaymentAnswer payment) {}

    /// @param payUrl where the buyer pays; null while nobody knows
    record PaymentAnswer(
            String paymentNo, String gateway, String status, @Nullable String payUrl) {}
}
