package dev.consign.processor.shop;

import dev.consign.id.OrderNo;
import dev.consign.order.Instruction;
import dev.consign.order.Ruling;
import dev.consign.processor.idempotency.IdempotentRequest;
import dev.consign.processor.idempotency.Once;
import dev.consign.processor.idempotency.StoredAnswer;
import dev.consign.processor.order.Door;
import dev.consign.processor.order.Signature;
import dev.consign.processor.problem.ApiFailure;
import dev.consign.processor.problem.Fields;
import org.springframework.http.HttpStatus;

/// Cancels once a key.
final class Cancelling {
    private final Once once;
    private final Door door;

    Cancelling(Once once, Door door) {
        this.once = once;
        this.door = door;
    }

    /// @throws ApiFailure when nothing was changed
    StoredAnswer cancel(IdempotentRequest request, OrderNo orderNo, String actor) {
        return once.answer(request, HttpStatus.OK, () -> cancel(orderNo, actor));
    }

    private Cancelled cancel(OrderNo orderNo, String actor) {
        var done =
                door.carryOut(
                                new Instruction.Cancel(orderNo),
                                new Signature("SHOP", actor, "the buyer cancelled"))
                        .orElseThrow(() -> Fields.notFound("order " + orderNo));
        if (done.ruling() instanceof Ruling.Refused(_, var why)) {
            throw new ApiFailure(HttpStatus.CONFLICT, "not_cancellable", why);
        }
        return new Cancelled(orderNo.value(), "CANCELLED");
    }

    /// 200 of POST /api/orders/{orderNo}/cancel.
    record Cancelled(String orderNo, String status) {}
}
