package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.Payment.Refund;
import dev.consign.testbed.sandbox.Payment.Status;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The gateway's own books. What was paid stays paid, and the same request twice has one effect.
final class Payments {
    private final Map<String, Payment> byNumber = new LinkedHashMap<>();
    private final Map<String, Tombstone> tombstones = new LinkedHashMap<>();
    private final Journal journal;
    private final InstantSource clock;
    private final TransactionIds ids;

    /// @param replayed what former runs left
    Payments(Replay replayed, Journal journal, InstantSource clock, TransactionIds ids) {
        byNumber.putAll(replayed.payments());
        tombstones.putAll(replayed.tombstones());
        this.journal = journal;
        this.clock = clock;
        this.ids = ids;
    }

    /// @param payment as it is now
    /// @param isNew false when it was there before
    record Created(Payment payment, boolean isNew) {}

    /// @return null when the number was closed before it was seen: nothing can be collected under
    ///   it
    synchronized @Nullable Created create(
            String paymentNo, Amount amount, URI notifyUrl, String subject) {
        var tombstone = tombstones.get(paymentNo);
        if (tombstone != null) {
            return null;
        }
        var known = byNumber.get(paymentNo);
        if (known == null) {
            var payment =
                    new Payment(
                            paymentNo,
                            amount,
                            notifyUrl,
                            subject,
                            Status.PENDING,
                            null,
                            null,
                            List.of());
            return new Created(store(payment), true);
        }
        if (!known.amount().equals(amount)) {
            throw new Refusal(
                    409,
                    "payment_exists",
                    "payment " + paymentNo + " exists with another amount; use a new paymentNo");
        }
        return new Created(known, false);
    }

    synchronized @Nullable Payment find(String paymentNo) {
        return byNumber.get(paymentNo);
    }

    synchronized Payment get(String paymentNo) {
        var payment = byNumber.get(paymentNo);
        if (payment == null) {
            throw new Refusal(404, "payment_not_found", "no payment " + paymentNo);
        }
        return payment;
    }

    /// @return what is known of a number that was closed before it was seen
    synchronized @Nullable Tombstone tombstone(String paymentNo) {
        return tombstones.get(paymentNo);
    }

    /// Closes a number that nobody has asked to collect under yet; a second time changes nothing.
    ///
    /// @return null when there is a payment of that number, which is closed in another way
    synchronized @Nullable Tombstone closeUnseen(String paymentNo, @Nullable Amount amount) {
        if (byNumber.containsKey(paymentNo)) {
            return null;
        }
        var known = tombstones.get(paymentNo);
        if (known != null) {
            return known;
        }
        var tombstone = new Tombstone(paymentNo, amount);
        journal.append(new Entry.ClosedUnseen(tombstone));
        tombstones.put(paymentNo, tombstone);
        return tombstone;
    }

    synchronized List<Payment> all() {
        return List.copyOf(byNumber.values());
    }

    /// The buyer pays; late money on a closed payment is money all the same.
    synchronized Payment pay(String paymentNo) {
        var payment = get(paymentNo);
        return payment.status() == Status.PAID
                ? payment
                : store(payment.paid(ids.next("sbx"), clock.instant()));
    }

    /// Ends a payment that was not paid; a second time changes nothing.
    ///
    /// @return the payment as it is now, unchanged when it was paid before
    synchronized Payment end(String paymentNo, Status end) {
        var payment = get(paymentNo);
        return payment.status() == Status.PENDING ? store(payment.ended(end)) : payment;
    }

    /// @param refund as it was made
    /// @param payment as it is now
    /// @param isNew false when it was there before
    record Refunded(Refund refund, Payment payment, boolean isNew) {}

    /// @param transactionId of the payment, null when it is not named
    /// @param status of a new refund: made at once, or only accepted
    synchronized Refunded refund(
            String paymentNo,
            @Nullable String transactionId,
            String refundNo,
            Amount amount,
            String status) {
        var payment = get(paymentNo);
        var known = knownRefund(payment, refundNo);
        if (known != null) {
            if (!known.amount().equals(amount)) {
                throw new Refusal(
                        409, "refund_exists", "refund " + refundNo + " exists with another amount");
            }
            if (isAnother(payment, transactionId)) {
                // No definite no, which would be taken for "no money went back".
                throw new Refusal(
                        409, "refund_exists", "refund " + refundNo + " is of another transaction");
            }
            return new Refunded(known, payment, false);
        }
        if (payment.status() != Status.PAID) {
            throw new Refusal(422, "not_paid", "payment " + paymentNo + " was not paid");
        }
        if (isAnother(payment, transactionId)) {
            throw new Refusal(
                    422,
                    "wrong_transaction",
                    "payment %s was not paid by %s".formatted(paymentNo, transactionId));
        }
        if (!amount.currency().equals(payment.amount().currency())) {
            throw new Refusal(422, "wrong_currency", "a refund has the payment's currency");
        }
        if (amount.minor() > payment.refundable()) {
            throw new Refusal(
                    422,
                    "too_much",
                    "only %d of payment %s can still be refunded"
                            .formatted(payment.refundable(), paymentNo));
        }
        var refund = new Refund(refundNo, ids.next("sbx"), amount, status, clock.instant());
        return new Refunded(refund, store(payment.with(refund)), true);
    }

    /// Makes a refund that was only accepted.
    ///
    /// @return new when it was made now
    synchronized Refunded makeRefund(String paymentNo, String refundNo) {
        var payment = get(paymentNo);
        var refund = knownRefund(payment, refundNo);
        if (refund == null) {
            throw new Refusal(404, "refund_not_found", "no refund " + refundNo);
        }
        if (refund.isMade()) {
            return new Refunded(refund, payment, false);
        }
        var made = refund.made(clock.instant());
        return new Refunded(made, store(payment.with(made)), true);
    }

    /// @return null for a number nobody asked for
    synchronized @Nullable Refund findRefund(String paymentNo, String refundNo) {
        return knownRefund(get(paymentNo), refundNo);
    }

    private static boolean isAnother(Payment payment, @Nullable String transactionId) {
        return transactionId != null && !transactionId.equals(payment.transactionId());
    }

    private static @Nullable Refund knownRefund(Payment payment, String refundNo) {
        return payment.refunds().stream()
                .filter(refund -> refund.refundNo().equals(refundNo))
                .findFirst()
                .orElse(null);
    }

    private Payment store(Payment payment) {
        journal.append(new Entry.PaymentChanged(payment));
        byNumber.put(payment.paymentNo(), payment);
        return payment;
    }
}
