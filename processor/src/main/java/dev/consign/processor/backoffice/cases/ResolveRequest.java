package dev.consign.processor.backoffice.cases;

import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.api.problem.MoneyBody;
import org.jspecify.annotations.Nullable;

/// What is sent to resolve a case.
///
/// @param action NONE when missing
/// @param amount only for REFUND
/// @param paymentNo only for CONFIRM_PAID and CONFIRM_CLOSED
/// @param transactionId only for CONFIRM_PAID, and needed there
record ResolveRequest(
        @Nullable String reason,
        @Nullable String action,
        @Nullable MoneyBody amount,
        @Nullable String paymentNo,
        @Nullable String transactionId) {
    private static final int LONGEST_REASON = 400;

    /// As it may be kept.
    ResolveRequest because(String checkedReason) {
        return new ResolveRequest(checkedReason, action, amount, paymentNo, transactionId);
    }

    /// @throws dev.consign.processor.api.problem.ApiFailure naming the first field that is wrong
    Resolution checked() {
        var reasonText = Fields.text("reason", reason, LONGEST_REASON);
        var wanted =
                action == null
                        ? CaseAction.NONE
                        : Fields.oneOf("action", action, CaseAction.values());
        if (wanted != CaseAction.REFUND) {
            Fields.absent("amount", amount, "only a REFUND has one");
        }
        switch (wanted) {
            case CONFIRM_PAID -> {
                // Both may be there.
            }
            case CONFIRM_CLOSED ->
                    Fields.absent("transactionId", transactionId, "nothing was paid");
            case NONE,
                    REFUND,
                    DELIVER,
                    GIVE_UP,
                    KEEP_MONEY,
                    ASK_AGAIN,
                    ACCEPT_REFUND,
                    ACCEPT_LOSS,
                    WAIT,
                    REVERSE -> {
                Fields.absent("transactionId", transactionId, "only CONFIRM_PAID has one");
                Fields.absent("paymentNo", paymentNo, "only CONFIRM_PAID and CONFIRM_CLOSED");
            }
        }
        return new Resolution(
                wanted,
                reasonText,
                amount == null ? null : MoneyBody.positive("amount", amount),
                paymentNo == null ? null : Fields.shaped("paymentNo", paymentNo, PaymentNo::new),
                wanted == CaseAction.CONFIRM_PAID
                        ? Fields.shaped("transactionId", transactionId, TransactionId::new)
                        : null);
    }
}
