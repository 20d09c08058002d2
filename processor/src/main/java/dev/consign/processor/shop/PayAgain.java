package dev.consign.processor.shop;

import dev.consign.engine.Actor;
import dev.consign.engine.OrderProcessor;
import dev.consign.engine.OrderProcessor.CarriedOut;
import dev.consign.engine.placement.OrderPlacement;
import dev.consign.engine.placement.OrderPlacement.Collector;
import dev.consign.id.GatewayCode;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.order.Decision;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.shop.Checkout.IdsAndTime;
import dev.consign.processor.shop.PaymentAttempts.Draft;
import dev.consign.processor.shop.PaymentAttempts.Plan;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/// Tries to collect for an order once more: after a failure, or beside an attempt of which nobody
/// knows where the buyer pays. Should both be paid, the second money goes back by itself (P7).
@Component
final class PayAgain {
    private final PaymentAttempts attempts;
    private final OrderPlacement placement;
    private final OrderProcessor processor;
    private final Audit audit;
    private final IdsAndTime made;

    PayAgain(
            PaymentAttempts attempts,
            OrderPlacement placement,
            OrderProcessor processor,
            Audit audit,
            IdsAndTime made) {
        this.attempts = attempts;
        this.placement = placement;
        this.processor = processor;
        this.audit = audit;
        this.made = made;
    }

    /// @throws Refused when nothing was stored, or the first request is still being worked on
    StoredAnswer pay(IdempotentRequest request, OrderNo orderNo, GatewayCode gateway, Actor by) {
        return attempts.once(
                request,
                () ->
                        new Plan(
                                gateway,
                                merchant -> draft(orderNo, new Collector(gateway, merchant), by)));
    }

    private Draft draft(OrderNo orderNo, Collector collector, Actor by) {
        var paymentNo = made.ids().paymentNo();
        return new Draft(orderNo, paymentNo, () -> store(orderNo, paymentNo, collector, by));
    }

    private void store(OrderNo orderNo, PaymentNo paymentNo, Collector collector, Actor by) {
        var now = made.clock().instant();
        placement
                .mayReserveAgain(orderNo, now)
                .ifPresent(forbidden -> {
                    throw new Refused(new ShopRefusal.NotReserved(forbidden));
                });
        var done = carryOut(orderNo, paymentNo, collector, by);
        if (done.decision() instanceof Decision.Refused refused) {
            throw new Refused(new ShopRefusal.NotPayable(refused));
        }
        audit.write(
                by.actor(), "PAYMENT_ADD", orderNo.value(), by.reason(), null, paymentNo.value());
    }

    private CarriedOut carryOut(
            OrderNo orderNo, PaymentNo paymentNo, Collector collector, Actor by) {
        var wish = placement.attempt(orderNo, paymentNo, collector, made.clock().instant());
        try {
            return processor
                    .carryOut(wish, by)
                    .orElseThrow(() -> new Refused(new NotFound("order " + orderNo)));
        } catch (DuplicateKeyException e) {
            // The only key that a failed order can meet when it is opened again (incident I6).
            if (String.valueOf(e.getMessage()).contains("orders_one_open")) {
                throw new Refused(new ShopRefusal.OpenedBeside(placement.openBeside(orderNo)));
            }
            throw e;
        }
    }
}
