package dev.consign.processor.backoffice.cases;

import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import org.jspecify.annotations.Nullable;

/// How somebody wants a case resolved, with every field checked.
///
/// @param amount of a refund; null for all there is
/// @param paymentNo which payment is meant, where the case does not say
/// @param transactionId of what the gateway's people say was paid
record Resolution(
        CaseAction action,
        String reason,
        @Nullable Money amount,
        @Nullable PaymentNo paymentNo,
        @Nullable TransactionId transactionId) {
    /// The same for another reason.
    Resolution because(String why) {
        return new Resolution(action, why, amount, paymentNo, transactionId);
    }
}
