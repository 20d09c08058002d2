package dev.consign.testbed.sandbox;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the gateway knows of one payment at one moment; a change makes a new one.
///
/// @param paymentNo the shop's number, unique
/// @param amount what the buyer is asked for
/// @param notifyUrl where callbacks go
/// @param subject what the buyer reads on the payment page
/// @param status where it stands
/// @param transactionId the gateway's number of the payment, null until paid
/// @param paidAt null until paid
/// @param refunds in order of time
record Payment(
        String paymentNo,
        Amount amount,
        URI notifyUrl,
        String subject,
        Status status,
        @Nullable String transactionId,
        @Nullable Instant paidAt,
        List<Refund> refunds) {
    enum Status {
        PENDING,
        PAID,
        FAILED,
        CLOSED
    }

    /// @param refundNo the shop's number, unique within the payment
    /// @param transactionId the gateway's number of the refund
    /// @param amount at most what is left of the payment
    /// @param status `ACCEPTED` until the money has gone back, then `REFUNDED`
    /// @param at when the money went back; until then, when the refund was asked for
    record Refund(String refundNo, String transactionId, Amount amount, String status, Instant at) {
        static final String ACCEPTED = "ACCEPTED";
        static final String REFUNDED = "REFUNDED";

        boolean isMade() {
            return status.equals(REFUNDED);
        }

        Refund made(Instant when) {
            return new Refund(refundNo, transactionId, amount, REFUNDED, when);
        }
    }

    Payment {
        refunds = List.copyOf(refunds);
    }

    Payment paid(String newTransactionId, Instant at) {
        return new Payment(
                paymentNo, amount, notifyUrl, subject, Status.PAID, newTransactionId, at, refunds);
    }

    Payment ended(Status end) {
        return new Payment(
                paymentNo, amount, notifyUrl, subject, end, transactionId, paidAt, refunds);
    }

    /// @param refund new, or known by its number and changed
    Payment with(Refund refund) {
        var all = new ArrayList<>(refunds);
        all.removeIf(known -> known.refundNo().equals(refund.refundNo()));
        all.add(refund);
        return new Payment(
                paymentNo, amount, notifyUrl, subject, status, transactionId, paidAt, all);
    }

    long refundable() {
        return amount.minor() - refunds.stream().mapToLong(refund -> refund.amount().minor()).sum();
    }
}
