package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.Payment.Refund;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Gives money back, at once or later, and tells of it or not, as the day wants it. The same refund
/// number is one refund however often it is asked for, on a bad day too.
final class Refunds {
    private final Payments payments;
    private final Events events;
    private final Callbacks callbacks;
    private final AtomicReference<Faults> faults;

    Refunds(Payments payments, Events events, Callbacks callbacks, AtomicReference<Faults> faults) {
        this.payments = payments;
        this.events = events;
        this.callbacks = callbacks;
        this.faults = faults;
    }

    /// @param transactionId of the payment, null when it is not named
    Refund ask(String paymentNo, @Nullable String transactionId, String refundNo, Amount amount) {
        var today = faults.get();
        if (today.refuseRefunds() && payments.findRefund(paymentNo, refundNo) == null) {
            throw new Refusal(422, "refunds_refused", "the gateway refunds nothing today");
        }
        var waits = today.refundAfterMs() > 0;
        var status = waits ? Refund.ACCEPTED : Refund.REFUNDED;
        var done = payments.refund(paymentNo, transactionId, refundNo, amount, status);
        if (done.isNew() && waits) {
            callbacks.later(today.refundAfterMs(), () -> make(paymentNo, refundNo));
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

    /// Makes what a former run had only accepted.
    void resume() {
        for (var payment : payments.all()) {
            for (var refund : payment.refunds()) {
                if (!refund.isMade()) {
                    make(payment.paymentNo(), refund.refundNo());
                }
            }
        }
    }

    private void tell(Payments.Refunded done) {
        if (!faults.get().loseRefundCallbacks()) {
            var _ = callbacks.order(events.refunded(done.payment(), done.refund()), 0);
        }
    }
}
