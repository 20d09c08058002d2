package dev.consign.order;

import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentStatus;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Everything the rules look at: one order as it stood when it was locked, so that nobody decides
/// beside us.
///
/// @param payments every attempt to pay it
/// @param refunds every refund of it, where a refund is spoken of; else it may be empty
/// @param stockForLate whether its stock, once given back, can be had again now
/// @param moneyInDoubt whether a person has yet to look at money of it that did not match
public record Situation(
        Order order,
        List<Payment> payments,
        List<Refund> refunds,
        boolean stockForLate,
        boolean moneyInDoubt) {
    /// Keeps copies.
    public Situation(
            Order order,
            Collection<Payment> payments,
            Collection<Refund> refunds,
            boolean stockForLate,
            boolean moneyInDoubt) {
        this(order, List.copyOf(payments), List.copyOf(refunds), stockForLate, moneyInDoubt);
    }

    /// @throws IllegalArgumentException when it is no payment of this order
    public Payment payment(PaymentNo number) {
        return payments.stream()
                .filter(one -> one.paymentNo().equals(number))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                number + " is no payment of " + order.orderNo()));
    }

    /// What has gone back so far of the money the delivery was paid with.
    public Money proceedsBack() {
        return refunds.stream()
                .filter(one ->
                        one.use() == RefundUse.PROCEEDS && one.status() == RefundStatus.SUCCEEDED)
                .map(Refund::amount)
                .reduce(new Money(order.amount().currency(), 0), Money::plus);
    }

    /// @param number as a gateway says it
    Optional<Refund> refund(String number) {
        return refunds.stream().filter(one -> one.refundNo().value().equals(number)).findFirst();
    }

    /// Whether no payment but this one can still bring money.
    boolean othersEnded(PaymentNo number) {
        return payments.stream()
                .filter(other -> !other.paymentNo().equals(number))
                .allMatch(other ->
                        other.status().endedUnpaid() || other.status() == PaymentStatus.REFUNDED);
    }

    /// Money of it is here; or, as long as its stock is reserved, money may yet come.
    private boolean mayStillMatter(Payment payment, Refund gone) {
        return payment.funds().held().minor() > heldFor(gone, payment)
                || (order.status() == OrderStatus.IN_REVIEW && payment.status().open());
    }

    /// What a refund that was given up returns all the same was held again until now.
    private static long heldFor(Refund gone, Payment payment) {
        return gone.status() == RefundStatus.ABANDONED
                        && gone.use() == RefundUse.HELD
                        && gone.paymentNo().equals(payment.paymentNo())
                ? gone.amount().minor()
                : 0;
    }

    /// Whether money is still here, or on its way back, once this refund has gone.
    boolean moneyLeftBut(Refund gone) {
        return payments.stream().anyMatch(one -> mayStillMatter(one, gone))
                || refunds.stream()
                        .filter(one -> !one.refundNo().equals(gone.refundNo()))
                        .anyMatch(one -> one.status() == RefundStatus.REQUESTED);
    }
}
