package dev.consign.processor.shop;

import dev.consign.engine.Actor;
import dev.consign.engine.OrderProcessor;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.order.Command;
import dev.consign.order.Ruling;
import dev.consign.processor.api.idempotency.Completion;
import dev.consign.processor.api.idempotency.IdempotentExecutor;
import dev.consign.processor.api.idempotency.IdempotentRequest;
import dev.consign.processor.api.idempotency.StoredAnswer;
import dev.consign.processor.api.problem.ApiFailure;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.processor.audit.Audit;
import dev.consign.processor.backoffice.approvals.Allowance;
import dev.consign.processor.backoffice.approvals.NeedsSecondPerson;
import dev.consign.processor.backoffice.approvals.Proposal.Draft;
import dev.consign.processor.backoffice.approvals.ProposalAction;
import dev.consign.processor.backoffice.approvals.Proposals;
import dev.consign.processor.security.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Asks for a refund once a key, and never for more than is left of what was paid: the order is
/// locked while that is decided. The gateway is asked afterwards, under the refund's own number.
final class RequestRefund {
    private static final int LONGEST_REASON = 400;

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
    /// @throws ApiFailure when nothing was asked for
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
    /// @throws ApiFailure when it cannot be done
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
                processor.carryOut(wish, by).orElseThrow(() -> Fields.notFound("order " + orderNo));
        return switch (done.ruling()) {
            case Ruling.RequestRefund back -> {
                var refundNo = String.valueOf(done.refundNo());
                audit.write(by.actor(), "REFUND_ASK", orderNo.value(), by.reason(), null, refundNo);
                yield new RefundAnswer(
                        refundNo,
                        orderNo.value(),
                        back.paymentNo().value(),
                        MoneyBody.of(back.amount()),
                        "REQUESTED");
            }
            case Ruling.Refused refused -> throw refusal(refused);
            case Ruling.Accept _,
                    Ruling.Attempt _,
                    Ruling.CloseFirst _,
                    Ruling.Deliver _,
                    Ruling.CancelRefund _,
                    Ruling.Move _,
                    Ruling.TakeBackCollection _,
                    Ruling.TakeBackRefund _ ->
                    throw new IllegalStateException("no refund: " + done.ruling());
        };
    }

    private static ApiFailure refusal(Ruling.Refused refused) {
        var why = refused.why();
        return switch (refused.reason()) {
            case MONEY_IN_DOUBT -> Checkout.inDoubt(refused);
            case NOT_FOUND -> new ApiFailure(HttpStatus.NOT_FOUND, "not_found", why);
            case WRONG_CURRENCY ->
                    new ApiFailure(HttpStatus.UNPROCESSABLE_CONTENT, "wrong_currency", why);
            case TOO_MUCH -> Checkout.conflict("refund_too_large", why);
            case WRONG_STATE, OUT_OF_STOCK, TOO_MANY_ATTEMPTS ->
                    Checkout.conflict("nothing_to_refund", why);
        };
    }

    /// What is sent to ask for a refund.
    ///
    /// @param amount needed: nobody returns "everything" by leaving something out
    /// @param paymentNo which payment's money; may be left out
    record RefundRequest(
            @Nullable MoneyBody amount, @Nullable String reason, @Nullable String paymentNo) {
        /// As it may be kept.
        RefundRequest because(String checkedReason) {
            return new RefundRequest(amount, checkedReason, paymentNo);
        }

        /// @throws ApiFailure naming the first field that is wrong
        Checked checked() {
            return new Checked(
                    MoneyBody.positive("amount", amount),
                    Fields.text("reason", reason, LONGEST_REASON),
                    paymentNo == null
                            ? null
                            : Fields.shaped("paymentNo", paymentNo, PaymentNo::new));
        }
    }

    /// The same with every field in its type.
    record Checked(Money amount, String reason, @Nullable PaymentNo paymentNo) {}

    /// 201 of POST /api/orders/{orderNo}/refunds.
    record RefundAnswer(
            String refundNo, String orderNo, String paymentNo, MoneyBody amount, String status) {}
}
