package dev.consign.processor.shop;

import dev.consign.engine.change.ItemTerms;
import dev.consign.engine.change.NewOrder;
import dev.consign.engine.placement.OrderPlacement;
import dev.consign.engine.placement.Placement;
import dev.consign.id.IdSource;
import dev.consign.money.Money;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.shop.PaymentAttempts.Draft;
import dev.consign.processor.shop.PaymentAttempts.Plan;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/// Places orders: order, stock, first payment and key are committed together, once a key.
@Component
final class Checkout {
    private final PaymentAttempts attempts;
    private final OrderPlacement placement;
    private final ReturnHosts returnHosts;
    private final IdsAndTime made;

    Checkout(
            PaymentAttempts attempts,
            OrderPlacement placement,
            ReturnHosts returnHosts,
            IdsAndTime made) {
        this.attempts = attempts;
        this.placement = placement;
        this.returnHosts = returnHosts;
        this.made = made;
    }

    /// @throws Refused when nothing was stored, or the first request is still being worked on
    StoredAnswer place(IdempotentRequest request, OrderRequest order, String actor) {
        var wanted = order.checked(returnHosts);
        return attempts.once(request, () -> plan(wanted, actor));
    }

    private Plan plan(OrderRequest.Checked wanted, String actor) {
        var item =
                placement
                        .terms(wanted.itemId())
                        .orElseThrow(() -> new Refused(new NotFound("item " + wanted.itemId())));
        return new Plan(wanted.gateway(), merchant -> draft(order(wanted, item, merchant, actor)));
    }

    private NewOrder order(
            OrderRequest.Checked wanted, ItemTerms item, String merchant, String actor) {
        return new NewOrder(
                made.ids().orderNo(),
                made.ids().paymentNo(),
                item,
                wanted.buyerId(),
                wanted.quantity(),
                amount(item, wanted.quantity()),
                wanted.gateway(),
                merchant,
                actor,
                wanted.returnUrl());
    }

    private Draft draft(NewOrder order) {
        return new Draft(order.orderNo(), order.paymentNo(), () -> store(order));
    }

    private void store(NewOrder order) {
        var came = placement.place(order, made.clock().instant());
        if (!(came instanceof Placement.Placed)) {
            throw new Refused(new ShopRefusal.NotReserved(came));
        }
        // It is committed with its key.
    }

    private static Money amount(ItemTerms item, int quantity) {
        try {
            return item.price().times(quantity);
        } catch (ArithmeticException _) {
            throw new Refused(new ShopRefusal.AmountOutOfRange(quantity, item.itemId()));
        }
    }

    /// What makes new names, and the time.
    @Component
    record IdsAndTime(IdSource ids, InstantSource clock) {}
}
