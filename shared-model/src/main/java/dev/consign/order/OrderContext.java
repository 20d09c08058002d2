package dev.consign.order;

import dev.consign.id.PaymentNo;
import dev.consign.money.Money;
import dev.consign.payment.Dispute;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentStatus;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything the rules look at: one order as it stood when it was locked, so that nobody decides
/// beside us.
///
/// @param payments every attempt to pay it
/// @param refunds every refund of it, where a refund is spoken of; else it may be empty
/// @param disputes every dispute of it, where one is spoken of; else it may be empty
/// @param stockForLate whether its stock, once given back, can be had again now
/// @param doubts open cases about money of its payments
/// @param confirmAbove minor units above which a payment is confirmed by asking its gateway before
///   goods leave (docs/rules.md, rule 12)
public record OrderContext(
        Order order,
        List<Payment> payments,
        List<Refund> refunds,
        List<Dispute> disputes,
        boolean stockForLate,
        List<Doubt> doubts,
        long confirmAbove) {
    /// Keeps copies.
    public OrderContext {
        payments = List.copyOf(payments);
        refunds = List.copyOf(refunds);
        disputes = List.copyOf(disputes);
        doubts = List.copyOf(doubts);
    }

    /// One without disputes or doubts, in which no amount is too large.
    public OrderContext(
            Order order, List<Payment> payments, List<Refund> refunds, boolean stockForLate) {
        this(order, payments, refunds, List.of(), stockForLate, List.of(), Long.MAX_VALUE);
    }

    /// The same with these doubts.
    public OrderContext with(List<Doubt> others) {
        return new OrderContext(
                order, payments, refunds, disputes, stockForLate, others, confirmAbove);
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
                .filter(one -> one.use() == RefundUse.PROCEEDS && one.status().tookProceeds())
                .map(Refund::amount)
                .reduce(new Money(order.amount().currency(), 0), Money::plus);
    }

    /// @param number ours
    Optional<Refund> refund(String number) {
        return refunds.stream().filter(one -> one.refundNo().value().equals(number)).findFirst();
    }

    /// @param number ours or the gateway's (docs/rules.md, rule 14)
    Optional<Refund> refund(PaymentNo payment, @Nullable String number) {
        return number == null
                ? Optional.empty()
                : refunds.stream()
                        .filter(one -> one.isMeantBy(payment, number))
                        // One that was given up and happened all the same was booked once more.
                        .min(Comparator.comparing(one -> one.status() == RefundStatus.ABANDONED));
    }

    /// @param number the gateway's
    Optional<Dispute> dispute(PaymentNo payment, String number) {
        return disputes.stream()
                .filter(one -> one.paymentNo().equals(payment) && one.disputeNo().equals(number))
                .findFirst();
    }

    /// Whether money of the payment was taken from us, or may be: none is asked back until a person
    /// has said so, or the buyer might have it twice (docs/rules.md, rule 13).
    public boolean mayBeGone(PaymentNo payment) {
        return doubts(payment).stream().anyMatch(Doubt::isReversal);
    }

    /// Whether a gateway that never gave an answer may be asked for the refund once more.
    ///
    /// @param number ours
    public boolean mayBeAskedFor(String number) {
        return refund(number).filter(one -> !mayBeGone(one.paymentNo())).isPresent();
    }

    /// Open cases about one payment.
    List<Doubt> doubts(PaymentNo payment) {
        return doubts.stream().filter(one -> one.paymentNo().equals(payment)).toList();
    }

    /// Whether it is not known whether the buyer has paid.
    boolean paymentLeftOpen() {
        return doubts.stream()
                .filter(Doubt::leavesPaymentOpen)
                .anyMatch(one -> payments.stream().noneMatch(it -> hasGoneBack(it, one)));
    }

    /// Whether the movement that is in doubt was booked, and all it brought went back: then nothing
    /// comes of the doubt, and the right word closes its case and moves no order.
    private static boolean hasGoneBack(Payment payment, Doubt doubt) {
        return payment.status() == PaymentStatus.REFUNDED
                && payment.paymentNo().equals(doubt.paymentNo())
                && payment.paidBy() != null
                && payment.paidBy().equals(doubt.transactionId());
    }

    /// Whether no payment but this one can still bring money.
    boolean othersEnded(PaymentNo number) {
        return payments.stream()
                .filter(other -> !other.paymentNo().equals(number))
                .allMatch(other -> other.status().over());
    }

    /// Whether money is still here, or on its way back, once this has gone.
    ///
    /// @param payment whose money goes
    /// @param leaves minor units that are held until now
    /// @param gone the refund by which it goes; null for none
    boolean moneyLeftBut(PaymentNo payment, long leaves, @Nullable Refund gone) {
        return payments.stream()
                        .anyMatch(one ->
                                mayStillMatter(one, one.paymentNo().equals(payment) ? leaves : 0))
                || refunds.stream()
                        .filter(one -> gone == null || !one.refundNo().equals(gone.refundNo()))
                        .anyMatch(one -> one.status() == RefundStatus.REQUESTED);
    }

    /// Money of it is here; or, as long as its stock is reserved, money may yet come.
    private boolean mayStillMatter(Payment payment, long leaves) {
        return payment.funds().held().minor() > leaves
                || (order.status() == OrderStatus.IN_REVIEW && payment.status().open());
    }
}
