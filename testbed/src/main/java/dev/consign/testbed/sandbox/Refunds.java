package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.account.Amount;
import dev.consign.testbed.sandbox.account.Event;
import dev.consign.testbed.sandbox.account.Payment;
import dev.consign.testbed.sandbox.account.Payment.Refund;
import dev.consign.testbed.sandbox.account.Payments;
import dev.consign.testbed.sandbox.account.Refusal;
import dev.consign.testbed.sandbox.account.TransactionIds;
import dev.consign.testbed.sandbox.callback.Callbacks;
import dev.consign.testbed.sandbox.callback.Events;
import dev.consign.testbed.sandbox.callback.Teller;
import dev.consign.testbed.sandbox.callback.Telling;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Gives money back, at once or later, asked by the shop or not, and tells of it or not, as the day
/// wants it. The same refund number is one refund however often it is asked for, on a bad day too.
final class Refunds {
    private final Payments payments;
    private final Events events;
    private final Callbacks callbacks;
    private final Teller teller;
    private final TransactionIds ids;
    private final AtomicReference<Faults> faults;

    Refunds(
            Payments payments,
            Events events,
            Callbacks callbacks,
            TransactionIds ids,
            AtomicReference<Faults> faults) {
        this.payments = payments;
        this.events = events;
        this.callbacks = callbacks;
        this.teller = new Teller(callbacks);
        this.ids = ids;
        this.faults = faults;
    }

    /// @param refund as it stands
    /// @param event that tells of it
    record Told(Payment payment, Refund refund, Event event) {}

    /// @param transactionId of the payment, null when it is not named
    Refund ask(String paymentNo, @Nullable String transactionId, String refundNo, Amount amount) {
        var today = faults.get();
        if (today.refuseRefunds() && payments.findRefund(paymentNo, refundNo) == null) {
            throw new Refusal(422, "refunds_refused", "the gateway refunds nothing today");
        }
        var waits = today.refundAfterMs() > 0;
        var done = payments.refund(paymentNo, transactionId, refundNo, amount, !waits);
        if (done.isNew() && waits) {
            callbacks.later(today.refundAfterMs(), () -> makeUnlessFailed(paymentNo, refundNo));
        } else if (done.isNew()) {
            tell(done);
        }
        return done.refund();
    }

    /// Makes a refund that was only accepted, now; once is enough.
    Refund make(String paymentNo, String refundNo) {
        var done = payments.makeRefund(paymentNo, refundNo);
        if (done.isNew()) {
            tell(done);
        }
        return done.refund();
    }

    /// Somebody gives money back in the gateway's own dashboard: the shop has asked for nothing.
    /// Asked for once more under its number, it is only told again.
    ///
    /// @param refundNo null for a number of the gateway's own
    /// @param amount null for all that is left
    Told fromDashboard(
            String paymentNo, @Nullable String refundNo, @Nullable Amount amount, Telling telling) {
        var number = refundNo == null ? ids.next("rfd") : refundNo;
        var known = payments.findRefund(paymentNo, number);
        Amount wanted;
        if (amount != null) {
            wanted = amount;
        } else {
            wanted = known == null ? payments.left(paymentNo) : known.amount();
        }
        var done = payments.refund(paymentNo, null, number, wanted, true);
        var event = events.refunded(done.payment(), done.refund());
        if (!faults.get().loseRefundCallbacks()) {
            teller.tell(telling, event, events.paid(done.payment()));
        }
        return new Told(done.payment(), done.refund(), event);
    }

    /// The buyer's bank sends a refund back, or does not take one that was only accepted.
    Told fail(String paymentNo, String refundNo, Telling telling) {
        var done = payments.failRefund(paymentNo, refundNo);
        var event = events.refundFailed(done.payment(), done.refund());
        teller.tell(telling, event, events.refunded(done.payment(), done.refund()));
        return new Told(done.payment(), done.refund(), event);
    }

    /// Makes what a former run had only accepted.
    void resume() {
        for (var payment : payments.all()) {
            for (var refund : payment.refunds()) {
                if (refund.stage() == Refund.Stage.ACCEPTED) {
                    make(payment.paymentNo(), refund.refundNo());
                }
            }
        }
    }

    private void makeUnlessFailed(String paymentNo, String refundNo) {
        var refund = payments.findRefund(paymentNo, refundNo);
        if (refund != null && refund.stage() == Refund.Stage.ACCEPTED) {
            var _ = make(paymentNo, refundNo);
        }
    }

    private void tell(Payments.Refunded done) {
        if (!faults.get().loseRefundCallbacks()) {
            var _ = callbacks.order(events.refunded(done.payment(), done.refund()), 0);
        }
    }
}
