package dev.consign.processor.shop;

import dev.consign.engine.placement.ItemTerms;
import dev.consign.engine.placement.NewOrder;
import dev.consign.engine.placement.OrderPlacement;
import dev.consign.engine.placement.Placement;
import dev.consign.id.IdSource;
import dev.consign.id.OrderNo;
import dev.consign.money.Money;
import dev.consign.order.Ruling;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.shop.PaymentAttempts.Draft;
import dev.consign.processor.shop.PaymentAttempts.Plan;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Places orders: order, stock, first payment and key are committed together, once a key.
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

    /// @throws ApiFailure when nothing was stored, or the first request is still being worked on
    StoredAnswer place(IdempotentRequest request, OrderRequest order, String actor) {
        var wanted = order.checked(returnHosts);
        return attempts.once(request, () -> plan(wanted, actor));
    }

    private Plan plan(OrderRequest.Checked wanted, String actor) {
        var item =
                placement
                        .terms(wanted.itemId())
                        .orElseThrow(() -> Fields.notFound("item " + wanted.itemId()));
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
            throw refused(came);
        }
        // It is committed with its key.
    }

    /// What a placement that wrote nothing is answered with.
    static ApiFailure refused(Placement placement) {
        return switch (placement) {
            case Placement.Placed _ -> throw new IllegalArgumentException("this one was placed");
            case Placement.SoldOut(var item, var wanted) ->
                    conflict(
                            "sold_out",
                            "Fewer than %d pieces of %s are available; nothing was ordered."
                                    .formatted(wanted, item));
            case Placement.Withdrawn(var item) ->
                    conflict(
                            "item_withdrawn",
                            "%s is withdrawn and cannot be ordered; nothing was stored."
                                    .formatted(item));
            case Placement.AlreadyOpen(var open, var payUrl) -> openOrderExists(open, payUrl);
            case Placement.HoldsTooMuch(var most) -> holdsTooMuch(most);
        };
    }

    /// With what the shop needs to lead its buyer to the open order.
    static ApiFailure openOrderExists(OrderNo open, @Nullable String payUrl) {
        var fields = new HashMap<>(Map.of("orderNo", open.value()));
        if (payUrl != null) {
            fields.put("payUrl", payUrl);
        }
        return conflict(
                        "open_order_exists",
                        "The buyer has an open order of this item, %s; pay or cancel that one first."
                                .formatted(open))
                .with(fields);
    }

    private static ApiFailure holdsTooMuch(int most) {
        return conflict(
                "too_much_reserved",
                "A buyer may hold %d unpaid pieces; pay or cancel open orders first."
                        .formatted(most));
    }

    /// Money in doubt is nobody's to spend (docs/rules.md, rule 13).
    static ApiFailure inDoubt(Ruling.Refused refused) {
        var failure = conflict("money_in_doubt", refused.why());
        @Nullable String caseId = refused.caseId();
        return caseId == null ? failure : failure.with(Map.of("caseId", caseId));
    }

    static ApiFailure conflict(String code, String detail) {
        return new ApiFailure(HttpStatus.CONFLICT, code, detail);
    }

    private static Money amount(ItemTerms item, int quantity) {
        try {
            return item.price().times(quantity);
        } catch (ArithmeticException _) {
            throw new ApiFailure(
                    HttpStatus.BAD_REQUEST,
                    "amount_out_of_range",
                    "%d pieces of %s cost more than can be counted."
                            .formatted(quantity, item.itemId()));
        }
    }

    /// What makes new names, and the time.
    record IdsAndTime(IdSource ids, InstantSource clock) {}
}
