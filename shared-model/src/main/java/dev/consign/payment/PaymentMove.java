package dev.consign.payment;

import static dev.consign.payment.PaymentStatus.CLOSED;
import static dev.consign.payment.PaymentStatus.CREATED;
import static dev.consign.payment.PaymentStatus.FAILED;
import static dev.consign.payment.PaymentStatus.PAID;
import static dev.consign.payment.PaymentStatus.PENDING;
import static dev.consign.payment.PaymentStatus.REFUNDED;
import static dev.consign.payment.PaymentStatus.UNKNOWN;

import java.util.Set;

/// Every way a payment may move. `CREATED` may go straight to an end: a callback can overtake the
/// commit that would have made it `PENDING`. Nothing leads back from `PAID` but that its money went
/// back, and from there only that it came back.
public enum PaymentMove {
    /// The gateway accepted it.
    SUBMIT(PENDING, CREATED),
    /// The gateway's answer was lost: it may or may not have it.
    DOUBT(UNKNOWN, CREATED, PENDING),
    /// The gateway has the money; that wins over everything it said before.
    PAY(PAID, CREATED, PENDING, UNKNOWN, FAILED, CLOSED),
    /// The gateway refused it.
    FAIL(FAILED, CREATED, PENDING, UNKNOWN),
    /// The gateway closed it unpaid.
    CLOSE(CLOSED, CREATED, PENDING, UNKNOWN),
    /// The whole amount went back.
    REFUND(REFUNDED, PAID),
    /// Money that had gone back came back: not all of it is gone any more.
    RETURN(PAID, REFUNDED);

    private final PaymentStatus to;
    private final Set<PaymentStatus> from;

    PaymentMove(PaymentStatus to, PaymentStatus... from) {
        this.to = to;
        this.from = Set.of(from);
    }

    /// The status after the move.
    public PaymentStatus to() {
        return to;
    }

    /// The statuses this move may start from.
    public Set<PaymentStatus> from() {
        return from;
    }

    /// Whether the move may be made from this status.
    public boolean startsAt(PaymentStatus status) {
        return from.contains(status);
    }
}
