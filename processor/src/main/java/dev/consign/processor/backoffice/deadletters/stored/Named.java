package dev.consign.processor.backoffice.deadletters.stored;

import dev.consign.broker.codec.Mention;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a letter is about, as it says itself: to find it by and to show, never to act upon.
///
/// @param amount null when none is named
public record Named(
        @Nullable String orderNo,
        @Nullable String paymentNo,
        @Nullable String transactionId,
        @Nullable Money amount) {
    /// What the body names, and where it names nothing what the sender wrote beside it.
    public static Named of(
            Mention body, @Nullable String saidOrderNo, @Nullable String saidPaymentNo) {
        return new Named(
                body.orderNo() == null
                        ? shaped(saidOrderNo, text -> new OrderNo(text).value())
                        : body.orderNo().value(),
                body.paymentNo() == null
                        ? shaped(saidPaymentNo, text -> new PaymentNo(text).value())
                        : body.paymentNo().value(),
                body.transactionId() == null ? null : body.transactionId().value(),
                body.amount());
    }

    private static @Nullable String shaped(@Nullable String text, Function<String, String> type) {
        try {
            return text == null ? null : type.apply(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
