package dev.consign.order;

import dev.consign.id.GatewayCode;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.payment.RefundUse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a person, or the shop for one, wants done with an order. It passes the engine like a fact;
/// who asked and why is kept.
public sealed interface Command {
    /// The order it is about.
    OrderNo orderNo();

    /// End it at the buyer's wish: at once before any payment is in flight, else once the gateway
    /// has closed its payments.
    record Cancel(OrderNo orderNo) implements Command {}

    /// Show it to a person: its time to pay is long over, and nobody knows whether it is paid.
    record Overdue(OrderNo orderNo) implements Command {}

    /// Return money to the buyer.
    ///
    /// @param paymentNo whose money; null for the payment that has some
    /// @param use null for what the payment has: proceeds before held money
    /// @param transactionId the movement to return; null for the one that paid the payment
    /// @param amount more than nothing; null for all there is
    record ReturnMoney(
            OrderNo orderNo,
            @Nullable PaymentNo paymentNo,
            @Nullable RefundUse use,
            @Nullable TransactionId transactionId,
            @Nullable Money amount)
            implements Command {}

    /// Stop asking the gateway to return money; it is held, or used, again.
    record KeepMoney(OrderNo orderNo, RefundNo refundNo) implements Command {}

    /// Hand out the goods for money that is held.
    ///
    /// @param paymentNo whose money; null for the payment that holds the price
    /// @param anyAmount whether the platform bears, or keeps, what the money differs from the price
    record Deliver(OrderNo orderNo, @Nullable PaymentNo paymentNo, boolean anyAmount)
            implements Command {
        /// For the price.
        public Deliver(OrderNo orderNo) {
            this(orderNo, null, false);
        }
    }

    /// Say that money which went back without our asking rightly went: it is booked, and no gateway
    /// is asked (docs/rules.md, rule 14).
    ///
    /// @param gatewayRefundNo the gateway's own number of it
    record AcceptRefund(
            OrderNo orderNo,
            PaymentNo paymentNo,
            TransactionId transactionId,
            String gatewayRefundNo,
            Money amount)
            implements Command {}

    /// Take back the posting of money that never came (rule 18).
    ///
    /// @param transactionId under which it was booked
    /// @param amount what was booked
    record ReverseCollection(
            OrderNo orderNo, PaymentNo paymentNo, TransactionId transactionId, Money amount)
            implements Command {}

    /// Take back the posting of a refund that never happened (rule 18).
    record ReverseRefund(OrderNo orderNo, RefundNo refundNo) implements Command {}

    /// Try to collect once more, by this gateway.
    ///
    /// @param paymentNo the new attempt's number
    /// @param merchant our account at the gateway
    /// @param expiresAt until when it may be paid, should the order have failed before
    /// @param askAt when the gateway is first asked about it
    record TryAgain(
            OrderNo orderNo,
            PaymentNo paymentNo,
            GatewayCode gateway,
            String merchant,
            Instant expiresAt,
            Instant askAt)
            implements Command {}

    /// Give up an order in review; its stock is for sale again.
    record CloseUndeliverable(OrderNo orderNo) implements Command {}
}
