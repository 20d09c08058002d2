package dev.consign.processor.shop;

import dev.consign.id.PaymentNo;
import dev.consign.processor.api.problem.Fields;
import dev.consign.processor.api.problem.MoneyBody;
import org.jspecify.annotations.Nullable;

/// What is sent to ask for a refund.
///
/// @param amount needed: nobody returns "everything" by leaving something out
/// @param paymentNo which payment's money; may be left out
record RefundRequest(
        @Nullable MoneyBody amount, @Nullable String reason, @Nullable String paymentNo) {
    private static final int LONGEST_REASON = 400;

    /// As it may be kept.
    RefundRequest because(String checkedReason) {
        return new RefundRequest(amount, checkedReason, paymentNo);
    }

    /// @throws dev.consign.processor.api.problem.ApiFailure naming the first field that is wrong
    RequestRefund.Checked checked() {
        return new RequestRefund.Checked(
                MoneyBody.positive("amount", amount),
                Fields.text("reason", reason, LONGEST_REASON),
                paymentNo == null ? null : Fields.shaped("paymentNo", paymentNo, PaymentNo::new));
    }
}
