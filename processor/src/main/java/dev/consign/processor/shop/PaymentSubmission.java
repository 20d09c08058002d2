package dev.consign.processor.shop;

import dev.consign.engine.OrderProcessor;
import dev.consign.engine.placement.PaymentDoubt;
import dev.consign.engine.placement.PlacedOrders.PlacedOrder;
import dev.consign.gateway.CreateAnswer;
import dev.consign.gateway.CreateRequest;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the gateway to collect, outside any transaction, and lets the engine decide what its answer
/// means. No answer is recorded as doubt; the reconciler will ask.
final class PaymentSubmission {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentSubmission.class);

    private final OrderProcessor processor;
    private final PaymentDoubt doubt;
    private final InstantSource clock;
    private final URI publicUrl;

    PaymentSubmission(
            OrderProcessor processor, PaymentDoubt doubt, InstantSource clock, URI publicUrl) {
        this.processor = processor;
        this.doubt = doubt;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    /// Safe to repeat with the same payment. A refusal is believed only of the first try: on a
    /// repeat it does not prove that the gateway has not kept what it was sent before, and may
    /// still collect.
    ///
    /// @param first whether the gateway cannot have heard of the payment
    void submit(GatewayCall call, PlacedOrder order, boolean first) {
        var orderNo = order.orderNo();
        var paymentNo = order.payment().paymentNo();
        var amount = order.amount();
        var code = call.gateway().code();
        var notifyUrl = publicUrl.resolve("/gateways/%s/callbacks".formatted(code));
        var request =
                new CreateRequest(paymentNo, amount, notifyUrl, order.title(), order.returnUrl());
        switch (call.create(request)) {
            case CreateAnswer.Created created -> {
                tell(call, paymentNo, amount, FactKind.PENDING);
                doubt.keepUrl(paymentNo, created.payUrl());
            }
            case CreateAnswer.Refused refused -> {
                LOG.info("{} refused payment {}: {}", code, paymentNo, refused.why());
                if (first) {
                    tell(call, paymentNo, amount, FactKind.FAILED);
                } else {
                    doubt.doubt(
                            orderNo, paymentNo, "the gateway refused a repeat: " + refused.why());
                }
            }
            case CreateAnswer.Unclear unclear -> {
                LOG.warn("{} gave no clear answer on {}: {}", code, paymentNo, unclear.why());
                doubt.doubt(
                        orderNo, paymentNo, "the gateway's answer is not known: " + unclear.why());
            }
        }
    }

    private void tell(GatewayCall call, PaymentNo paymentNo, Money amount, FactKind kind) {
        processor.process(
                List.of(
                        new PaymentFact(
                                call.gateway().code(),
                                call.gateway().merchant(),
                                paymentNo,
                                kind,
                                amount,
                                null,
                                null,
                                clock.instant(),
                                FactSource.QUERY)));
    }
}
