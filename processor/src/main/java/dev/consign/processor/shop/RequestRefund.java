package dev.consign.processor.shop;

import dev.consign.engine.Actor;
import dev.consign.engine.OrderProcessor;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.order.Command;
import dev.consign.order.Decision;
import dev.consign.platform.audit.Audit;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.api.idempotency.Completion;
import dev.consign.processor.api.idempotency.IdempotentExecutor;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.processor.backoffice.approvals.Allowance;
import dev.consign.processor.backoffice.approvals.NeedsSecondPerson;
import dev.consign.processor.backoffice.approvals.Proposal.Draft;
import dev.consign.processor.backoffice.approvals.ProposalAction;
import dev.consign.processor.backoffice.approvals.Proposals;
import dev.consign.processor.security.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Asks for a refund once a key, and never for more than is left of what was paid: the order is
/// locked while that is decided. The gateway is asked afterwards, under the refund's own number.
@Component
final class RequestRefund {
    private final IdempotentExecutor once;
    private final OrderProcessor processor;
    private final Proposals proposals;
    private final Audit audit;

    RequestRefund(
            IdempotentExecutor once, OrderProcessor processor, Proposals proposals, Audit audit) {
        this.once = once;
        this.processor = processor;
        this.proposals = proposals;
        this.audit = audit;
    }

    /// What a person wants returned beyond what one may alone is proposed instead (202). The shop's
    /// own program is no person: it returns what its rules say.
    ///
    /// @param asked as it was sent, JSON
    /// @param by says why, too
    /// @throws Refused when nothing was asked for
    StoredAnswer refund(
            IdempotentRequest request, OrderNo orderNo, Checked wanted, String asked, Actor by) {
        try {
            return once.answer(
                    request,
                    Completion.CREATED,
                    () -> refund(orderNo, wanted, by, proposals.alone()));
        } catch (NeedsSecondPerson needed) {
            return proposals.propose(
                    request,
                    new Draft(
                            ProposalAction.REFUND,
                            orderNo.value(),
                            asked,
                            needed.amounts(),
                            "refund %s of order %s".formatted(wanted.amount(), orderNo),
                            wanted.reason(),
                            by.actor()));
        }
    }

    /// In the caller's transaction.
    ///
    /// @throws Refused when it cannot be done
    RefundAnswer refund(OrderNo orderNo, Checked wanted, Actor by, Allowance allowance) {
        var answer = refund(orderNo, wanted, by);
        if (!by.actor().equals(Caller.SHOP)) {
            allowance.check(proposals.askedBack(orderNo));
        }
        return answer;
    }

    private RefundAnswer refund(OrderNo orderNo, Checked wanted, Actor by) {
        var wish =
                new Command.ReturnMoney(orderNo, wanted.paymentNo(), null, null, wanted.amount());
        var done =
                processor
                        .carryOut(wish, by)
                        .orElseThrow(() -> new Refused(new NotFound("order " + orderNo)));
        return switch (done.decision()) {
            case Decision.RequestRefund back -> {
                var refundNo = String.valueOf(done.refundNo());
                audit.write(by.actor(), "REFUND_ASK", orderNo.value(), by.reason(), null, refundNo);
                yield new RefundAnswer(
                        refundNo,
                        orderNo.value(),
                        back.paymentNo().value(),
                        MoneyBody.of(back.amount()),
                        "REQUESTED");
            }
            case Decision.Refused refused ->
                    throw new Refused(new ShopRefusal.NotRefundable(refused));
            case Decision.Accept _,
                    Decision.Attempt _,
                    Decision.CloseFirst _,
                    Decision.Deliver _,
                    Decision.CancelRefund _,
                    Decision.Move _,
                    Decision.TakeBackCollection _,
                    Decision.TakeBackRefund _ ->
                    throw new IllegalStateException("no refund: " + done.decision());
        };
    }

    /// What is wanted, with every field in its type.
    record Checked(Money amount, String reason, @Nullable PaymentNo paymentNo) {}

    /// 201 of POST /api/orders/{orderNo}/refunds.
    record RefundAnswer(
            String refundNo, String orderNo, String paymentNo, MoneyBody amount, String status) {}
}
