package dev.consign.order;

import dev.consign.order.Command.ReverseCollection;
import dev.consign.order.Command.ReverseRefund;
import dev.consign.order.Decision.OfCommand;
import dev.consign.order.Decision.Reason;
import dev.consign.order.Decision.Refused;
import dev.consign.payment.RefundStatus;

/// Decides whether a posting can be taken back. None is ever deleted: a correcting journal stands
/// beside it, with a reason (docs/rules.md, rule 18; incident Q5).
final class ReversalRules {
    private ReversalRules() {}

    /// Money that is held leaves what is held. What a delivery was paid with is borne by the
    /// platform: the goods are gone, and the consignor has sold them.
    static OfCommand collection(OrderContext context, ReverseCollection command) {
        var payment =
                context.payments().stream()
                        .filter(one -> one.paymentNo().equals(command.paymentNo()))
                        .findFirst();
        if (payment.isEmpty()) {
            return new Refused(Reason.NOT_FOUND, "This order has no such payment.");
        }
        var funds = payment.get().funds();
        var amount = command.amount();
        if (funds.held().minor() >= amount.minor()) {
            return new Decision.TakeBackCollection(
                    command.paymentNo(), command.transactionId(), amount, true);
        }
        if (command.transactionId().equals(payment.get().paidBy())
                && funds.used().minor() >= amount.minor()) {
            return new Decision.TakeBackCollection(
                    command.paymentNo(), command.transactionId(), amount, false);
        }
        return new Refused(
                Reason.TOO_MUCH,
                "%s was booked, and less than that is here: some of it went back, or is on its way."
                        .formatted(amount));
    }

    static OfCommand refund(OrderContext context, ReverseRefund command) {
        var refund = context.refund(command.refundNo().value());
        if (refund.isEmpty()) {
            return new Refused(Reason.NOT_FOUND, "This order has no refund " + command.refundNo());
        }
        return refund.get().status() == RefundStatus.SUCCEEDED
                ? new Decision.TakeBackRefund(command.refundNo())
                : new Refused(
                        Reason.WRONG_STATE,
                        "The refund is %s: there is no posting of it."
                                .formatted(refund.get().status()));
    }
}
