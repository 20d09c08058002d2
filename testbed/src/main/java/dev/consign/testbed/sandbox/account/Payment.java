package dev.consign.testbed.sandbox.account;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the gateway knows of one payment at one moment; a change makes a new one.
///
/// @param paymentNo the shop's number, unique
/// @param amount what the buyer is asked for
/// @param notifyUrl where callbacks go
/// @param subject what the buyer reads on the payment page
/// @param returnUrl where the payment page leads back to, null for nowhere
/// @param status where it stands; `PAID` as soon as any money came
/// @param charges what the buyer paid, in order of time; none until paid
/// @param refunds in order of their last change
/// @param disputes in order of their last change
public record Payment(
        String paymentNo,
        Amount amount,
        URI notifyUrl,
        String subject,
        @Nullable URI returnUrl,
        Status status,
        List<Charge> charges,
        List<Refund> refunds,
        List<Dispute> disputes) {
    public enum Status {
        PENDING,
        PAID,
        FAILED,
        CLOSED
    }

    /// @param refundNo the shop's number, or the gateway's for one made in its own dashboard;
    ///   unique within the payment
    /// @param transactionId the gateway's number of the refund
    /// @param amount at most what is left of the payment
    /// @param askedAt when it was asked for
    /// @param madeAt when the money went back, null until then
    /// @param failedAt when the bank returned it, or would not take it; null if it did not
    public record Refund(
            String refundNo,
            String transactionId,
            Amount amount,
            Instant askedAt,
            @Nullable Instant madeAt,
            @Nullable Instant failedAt) {
        public enum Stage {
            ACCEPTED,
            REFUNDED,
            FAILED
        }

        public Stage stage() {
            if (failedAt != null) {
                return Stage.FAILED;
            }
            return madeAt == null ? Stage.ACCEPTED : Stage.REFUNDED;
        }

        /// When it came to stand where it stands.
        public Instant at() {
            if (failedAt != null) {
                return failedAt;
            }
            return madeAt == null ? askedAt : madeAt;
        }

        Refund made(Instant when) {
            return new Refund(refundNo, transactionId, amount, askedAt, when, failedAt);
        }

        Refund failed(Instant when) {
            return new Refund(refundNo, transactionId, amount, askedAt, madeAt, when);
        }
    }

    public Payment {
        charges = List.copyOf(charges);
        refunds = List.copyOf(refunds);
        disputes = List.copyOf(disputes);
        if ((status == Status.PAID) == charges.isEmpty()) {
            throw new IllegalArgumentException(status + " with " + charges.size() + " charges");
        }
    }

    /// One that nobody has paid yet.
    static Payment asked(
            String paymentNo,
            Amount amount,
            URI notifyUrl,
            String subject,
            @Nullable URI returnUrl) {
        return new Payment(
                paymentNo,
                amount,
                notifyUrl,
                subject,
                returnUrl,
                Status.PENDING,
                List.of(),
                List.of(),
                List.of());
    }

    private Payment with(
            Status status, List<Charge> charges, List<Refund> refunds, List<Dispute> disputes) {
        return new Payment(
                paymentNo, amount, notifyUrl, subject, returnUrl, status, charges, refunds,
                disputes);
    }

    Payment ended(Status end) {
        return with(end, charges, refunds, disputes);
    }

    /// Money that comes pays, also what was closed before.
    Payment with(Charge charge) {
        var all = new ArrayList<>(charges);
        all.add(charge);
        return with(Status.PAID, all, refunds, disputes);
    }

    /// @param refund new, or known by its number and changed
    Payment with(Refund refund) {
        var all = replaced(refunds, known -> known.refundNo().equals(refund.refundNo()), refund);
        return with(status, charges, all, disputes);
    }

    /// @param dispute new, or known by its number and changed
    Payment with(Dispute dispute) {
        var all = replaced(disputes, one -> one.disputeNo().equals(dispute.disputeNo()), dispute);
        return with(status, charges, refunds, all);
    }

    private static <T> List<T> replaced(List<T> list, Predicate<T> isOld, T changed) {
        var all = new ArrayList<>(list);
        all.removeIf(isOld);
        all.add(changed);
        return all;
    }

    /// The last movement that paid, null until paid: what a short answer speaks of.
    public @Nullable Charge lastCharge() {
        return charges.isEmpty() ? null : charges.getLast();
    }

    boolean wasPaidBy(String transactionId) {
        return charges.stream().anyMatch(charge -> charge.transactionId().equals(transactionId));
    }

    /// What came, whatever became of it; minor units.
    public long collected() {
        return charges.stream().mapToLong(charge -> charge.amount().minor()).sum();
    }

    /// What the buyer has not paid yet, at least 0; minor units.
    public long due() {
        return Math.max(0, amount.minor() - collected());
    }

    /// What is ours to give back: what came, less what went or is going back and what the buyer's
    /// bank has or may yet take. At least 0; minor units.
    long refundable() {
        long refunded =
                refunds.stream()
                        .filter(refund -> refund.failedAt() == null)
                        .mapToLong(refund -> refund.amount().minor())
                        .sum();
        long disputed =
                disputes.stream()
                        .filter(Dispute::holdsMoney)
                        .mapToLong(dispute -> dispute.amount().minor())
                        .sum();
        return Math.max(0, collected() - refunded - disputed);
    }
}
