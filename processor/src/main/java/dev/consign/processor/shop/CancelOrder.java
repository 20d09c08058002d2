package dev.consign.processor.shop;

import dev.consign.engine.Actor;
import dev.consign.engine.OrderProcessor;
import dev.consign.id.OrderNo;
import dev.consign.order.Command;
import dev.consign.order.Decision;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.idempotency.Completion;
import dev.consign.processor.api.idempotency.IdempotentExecutor;
import dev.consign.processor.api.idempotency.IdempotentExecutor.Answer;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.StoredAnswer;
import org.springframework.stereotype.Component;

/// Cancels once a key: at once when no gateway may collect for the order, else once its payments
/// are closed there.
@Component
final class CancelOrder {
    private final IdempotentExecutor once;
    private final OrderProcessor processor;
    private final Audit audit;

    CancelOrder(IdempotentExecutor once, OrderProcessor processor, Audit audit) {
        this.once = once;
        this.processor = processor;
        this.audit = audit;
    }

    /// @throws Refused when nothing was changed
    StoredAnswer cancel(IdempotentRequest request, OrderNo orderNo, String actor) {
        return once.answer(request, () -> cancel(orderNo, actor));
    }

    private Answer cancel(OrderNo orderNo, String actor) {
        var done =
                processor
                        .carryOut(
                                new Command.Cancel(orderNo),
                                new Actor("SHOP", actor, "the buyer cancelled"))
                        .orElseThrow(() -> new Refused(new NotFound("order " + orderNo)));
        var status = done.order().status().name();
        return switch (done.decision()) {
            case Decision.CloseFirst _ ->
                    cancelled(
                            Completion.ACCEPTED,
                            new Cancelled(orderNo.value(), status, true),
                            actor);
            case Decision.Move _ ->
                    cancelled(
                            Completion.DONE, new Cancelled(orderNo.value(), status, false), actor);
            case Decision.Refused refused ->
                    throw new Refused(new ShopRefusal.NotCancellable(refused));
            case Decision.Accept _,
                    Decision.RequestRefund _,
                    Decision.Attempt _,
                    Decision.Deliver _,
                    Decision.CancelRefund _,
                    Decision.TakeBackCollection _,
                    Decision.TakeBackRefund _ ->
                    throw new IllegalStateException("not cancelled: " + done.decision());
        };
    }

    private Answer cancelled(Completion completion, Cancelled done, String actor) {
        var reason = done.cancelRequested ? "once its payments are closed" : "at once";
        audit.write(actor, "ORDER_CANCEL", done.orderNo, reason, null, done.status);
        return new Answer(completion, done);
    }

    /// 200 of POST /api/orders/{orderNo}/cancel, and 202 while its payments are being closed.
    ///
    /// @param cancelRequested whether it is still to be cancelled: it is CANCELLED once every
    ///   gateway has confirmed that nothing can be paid any more, or COMPLETED when it was paid
    ///   meanwhile
    record Cancelled(String orderNo, String status, boolean cancelRequested) {}
}
