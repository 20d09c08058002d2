package dev.consign.testbed.sandbox.account;

import dev.consign.testbed.sandbox.account.Payment.Refund;
import dev.consign.testbed.sandbox.account.Payment.Status;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The gateway's own books. What was paid stays paid, and the same request twice has one effect.
public final class Payments {
    private final LinkedHashMap<String, Payment> byNumber = new LinkedHashMap<>();
    private final Map<String, Tombstone> tombstones = new LinkedHashMap<>();
    private final Journal journal;
    private final InstantSource clock;
    private final TransactionIds ids;

    /// @param replayed what former runs left
    public Payments(Replay replayed, Journal journal, InstantSource clock, TransactionIds ids) {
        byNumber.putAll(replayed.payments());
        tombstones.putAll(replayed.tombstones());
        this.journal = journal;
        this.clock = clock;
        this.ids = ids;
    }

    /// @param payment as it is now
    /// @param isNew false when it was there before
    public record Created(Payment payment, boolean isNew) {}

    /// One that leads the buyer nowhere afterwards.
    public @Nullable Created create(
            String paymentNo, Amount amount, URI notifyUrl, String subject) {
        return create(paymentNo, amount, notifyUrl, subject, null);
    }

    /// @return null when the number was closed before it was seen: nothing can be collected under
    ///   it
    public synchronized @Nullable Created create(
            String paymentNo,
            Amount amount,
            URI notifyUrl,
            String subject,
            @Nullable URI returnUrl) {
        var tombstone = tombstones.get(paymentNo);
        if (tombstone != null) {
            return null;
        }
        var known = byNumber.get(paymentNo);
        if (known == null) {
            var payment = Payment.asked(paymentNo, amount, notifyUrl, subject, returnUrl);
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

    public synchronized @Nullable Payment find(String paymentNo) {
        return byNumber.get(paymentNo);
    }

    public synchronized Payment get(String paymentNo) {
        var payment = byNumber.get(paymentNo);
        if (payment == null) {
            throw new Refusal(404, "payment_not_found", "no payment " + paymentNo);
        }
        return payment;
    }

    /// @return what is known of a number that was closed before it was seen
    public synchronized @Nullable Tombstone tombstone(String paymentNo) {
        return tombstones.get(paymentNo);
    }

    /// Closes a number that nobody has asked to collect under yet; a second time changes nothing.
    ///
    /// @return null when there is a payment of that number, which is closed in another way
    public synchronized @Nullable Tombstone closeUnseen(String paymentNo, @Nullable Amount amount) {
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

    public synchronized List<Payment> all() {
        return List.copyOf(byNumber.values());
    }

    /// @param charge what the buyer paid, now or the last time
    /// @param payment as it is now
    public record Paid(Payment payment, Charge charge) {}

    /// The buyer pays; late money on a closed payment is money all the same.
    ///
    /// @param minor another amount than is due, each time a movement of its own; null pays what is
    ///   due, and nothing when nothing is
    /// @param unlessEnded whether what has failed or is closed is left as it is
    /// @throws Refusal when it is left so
    public synchronized Paid pay(String paymentNo, @Nullable Long minor, boolean unlessEnded) {
        var payment = get(paymentNo);
        if (unlessEnded
                && (payment.status() == Status.FAILED || payment.status() == Status.CLOSED)) {
            throw already(payment);
        }
        var last = payment.lastCharge();
        if (last != null && minor == null && payment.due() == 0) {
            return new Paid(payment, last);
        }
        var amount = new Amount(payment.amount().currency(), minor == null ? payment.due() : minor);
        var charge = new Charge(ids.next("sbx"), amount, clock.instant());
        return new Paid(store(payment.with(charge)), charge);
    }

    /// Ends a payment that was not paid; a second time changes nothing.
    ///
    /// @return the payment as it is now, unchanged when it was paid before
    public synchronized Payment end(String paymentNo, Status end) {
        var payment = get(paymentNo);
        return payment.status() == Status.PENDING ? store(payment.ended(end)) : payment;
    }

    /// @param refund as it was made
    /// @param payment as it is now
    /// @param isNew false when it was there before
    public record Refunded(Refund refund, Payment payment, boolean isNew) {}

    /// @param transactionId of the payment, null when it is not named
    /// @param atOnce whether a new refund is made now, or only accepted
    public synchronized Refunded refund(
            String paymentNo,
            @Nullable String transactionId,
            String refundNo,
            Amount amount,
            boolean atOnce) {
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
            throw notPaid(paymentNo);
        }
        if (isAnother(payment, transactionId)) {
            throw new Refusal(
                    422,
                    "wrong_transaction",
                    "payment %s was not paid by %s".formatted(paymentNo, transactionId));
        }
        inCurrencyOf(payment, amount);
        if (amount.minor() > payment.refundable()) {
            throw new Refusal(
                    422,
                    "too_much",
                    "only %d of payment %s can still be refunded"
                            .formatted(payment.refundable(), paymentNo));
        }
        var now = clock.instant();
        var refund = new Refund(refundNo, ids.next("sbx"), amount, now, atOnce ? now : null, null);
        return new Refunded(refund, store(payment.with(refund)), true);
    }

    /// Makes a refund that was only accepted.
    ///
    /// @return new when it was made now
    public synchronized Refunded makeRefund(String paymentNo, String refundNo) {
        var payment = get(paymentNo);
        var refund = refund(payment, refundNo);
        return switch (refund.stage()) {
            case REFUNDED -> new Refunded(refund, payment, false);
            case FAILED ->
                    throw new Refusal(409, "refund_failed", "refund " + refundNo + " has failed");
            case ACCEPTED -> {
                var made = refund.made(clock.instant());
                yield new Refunded(made, store(payment.with(made)), true);
            }
        };
    }

    /// The buyer's bank does not take a refund, or sends it back: the money is the payment's again.
    ///
    /// @return new when it failed now
    public synchronized Refunded failRefund(String paymentNo, String refundNo) {
        var payment = get(paymentNo);
        var refund = refund(payment, refundNo);
        if (refund.failedAt() != null) {
            return new Refunded(refund, payment, false);
        }
        var failed = refund.failed(clock.instant());
        return new Refunded(failed, store(payment.with(failed)), true);
    }

    /// @param dispute as it stands
    /// @param payment as it is now
    public record Disputed(Dispute dispute, Payment payment) {}

    /// The buyer's bank wants money back, also money that has gone back already: it does not know.
    ///
    /// @param amount at most what came; null for all that is left
    public synchronized Disputed dispute(
            String paymentNo, @Nullable String disputeNo, @Nullable Amount amount) {
        var payment = get(paymentNo);
        var known = disputeNo == null ? null : knownDispute(payment, disputeNo);
        if (known != null) {
            if (amount != null && !known.amount().equals(amount)) {
                throw new Refusal(409, "dispute_exists", disputeNo + " exists with another amount");
            }
            return new Disputed(known, payment);
        }
        if (payment.status() != Status.PAID) {
            throw notPaid(paymentNo);
        }
        var disputed = amount == null ? left(payment) : amount;
        inCurrencyOf(payment, disputed);
        if (disputed.minor() > payment.collected()) {
            throw new Refusal(
                    422,
                    "too_much",
                    "only %d came for payment %s".formatted(payment.collected(), paymentNo));
        }
        var dispute =
                new Dispute(
                        disputeNo == null ? ids.next("dsp") : disputeNo,
                        ids.next("sbx"),
                        disputed,
                        Dispute.Status.OPEN,
                        clock.instant(),
                        null);
        return new Disputed(dispute, store(payment.with(dispute)));
    }

    /// Decides a dispute; a second time changes nothing.
    ///
    /// @param disputeNo null for the one that is open, or the last
    /// @param end won or lost
    public synchronized Disputed endDispute(
            String paymentNo, @Nullable String disputeNo, Dispute.Status end) {
        var payment = get(paymentNo);
        var dispute = disputeNo == null ? lastDispute(payment) : knownDispute(payment, disputeNo);
        if (dispute == null) {
            throw new Refusal(404, "dispute_not_found", "no dispute of payment " + paymentNo);
        }
        if (dispute.status() == end) {
            return new Disputed(dispute, payment);
        }
        if (dispute.status() != Dispute.Status.OPEN) {
            throw new Refusal(
                    409,
                    "already_" + dispute.status().name().toLowerCase(Locale.ROOT),
                    "dispute " + dispute.disputeNo() + " is " + dispute.status());
        }
        var ended = dispute.ended(end, clock.instant());
        return new Disputed(ended, store(payment.with(ended)));
    }

    /// All of a payment that can still be given back.
    ///
    /// @throws Refusal when that is nothing
    public synchronized Amount left(String paymentNo) {
        var payment = get(paymentNo);
        if (payment.status() != Status.PAID) {
            throw notPaid(paymentNo);
        }
        return left(payment);
    }

    /// Where callbacks went that nobody knows the payment of: where those of the newest go.
    public synchronized @Nullable URI newestUrl() {
        return byNumber.isEmpty() ? null : byNumber.lastEntry().getValue().notifyUrl();
    }

    /// @return null for a number nobody asked for
    public synchronized @Nullable Refund findRefund(String paymentNo, String refundNo) {
        return knownRefund(get(paymentNo), refundNo);
    }

    private static boolean isAnother(Payment payment, @Nullable String transactionId) {
        return transactionId != null && !payment.wasPaidBy(transactionId);
    }

    private static Amount left(Payment payment) {
        if (payment.refundable() == 0) {
            throw new Refusal(
                    422, "nothing_left", "nothing is left of payment " + payment.paymentNo());
        }
        return new Amount(payment.amount().currency(), payment.refundable());
    }

    private static void inCurrencyOf(Payment payment, Amount amount) {
        if (!amount.currency().equals(payment.amount().currency())) {
            throw new Refusal(422, "wrong_currency", "money goes back in the payment's currency");
        }
    }

    public static Refusal already(Payment payment) {
        return new Refusal(
                409,
                "already_" + payment.status().name().toLowerCase(Locale.ROOT),
                "payment " + payment.paymentNo() + " is " + payment.status());
    }

    private static Refusal notPaid(String paymentNo) {
        return new Refusal(422, "not_paid", "payment " + paymentNo + " was not paid");
    }

    private static Refund refund(Payment payment, String refundNo) {
        var refund = knownRefund(payment, refundNo);
        if (refund == null) {
            throw new Refusal(404, "refund_not_found", "no refund " + refundNo);
        }
        return refund;
    }

    private static @Nullable Dispute knownDispute(Payment payment, String disputeNo) {
        return payment.disputes().stream()
                .filter(dispute -> dispute.disputeNo().equals(disputeNo))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Dispute lastDispute(Payment payment) {
        var open =
                payment.disputes().stream()
                        .filter(dispute -> dispute.status() == Dispute.Status.OPEN)
                        .reduce((_, later) -> later);
        var all = payment.disputes();
        return open.orElse(all.isEmpty() ? null : all.getLast());
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
