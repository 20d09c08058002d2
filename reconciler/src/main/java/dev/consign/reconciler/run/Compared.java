package dev.consign.reconciler.run;

import dev.consign.gateway.StatementLine.Kind;
import dev.consign.money.Money;
import dev.consign.payment.PaymentStatus;
import dev.consign.reconciliation.BreakType;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One line of a file beside what our books have under its numbers, and what follows from that.
///
/// @param payment null when we never gave out this number to this gateway
/// @param refund null when we never asked for this refund of this payment
/// @param booked whether the gateway's movement itself is in our ledger, whatever the payment says
record Compared(
        int line,
        Kind kind,
        String paymentNo,
        @Nullable String refundNo,
        String transactionId,
        Money there,
        Instant occurredAt,
        @Nullable HerePayment payment,
        @Nullable HereRefund refund,
        boolean booked) {

    /// Our payment of that number.
    record HerePayment(PaymentStatus status, Money amount) {}

    /// Our refund of that number.
    record HereRefund(String status, Money amount) {}

    /// The same line, its movement found in our ledger.
    Compared asBooked() {
        return new Compared(
                line,
                kind,
                paymentNo,
                refundNo,
                transactionId,
                there,
                occurredAt,
                payment,
                refund,
                true);
    }

    /// @return empty when both sides agree
    Optional<Found> difference() {
        if (payment == null) {
            return found(
                    BreakType.UNKNOWN_PAYMENT,
                    false,
                    null,
                    "We never gave out this payment number to this gateway.");
        }
        return switch (kind) {
            case PAYMENT -> ofPayment(payment);
            case REFUND -> ofRefund();
        };
    }

    private Optional<Found> ofPayment(HerePayment known) {
        if (!known.amount().equals(there)) {
            return differs(known.amount());
        }
        if (booked) {
            return Optional.empty();
        }
        return found(
                BreakType.PAID_THERE_NOT_HERE,
                true,
                null,
                "The gateway collected; our payment is %s and the movement is not booked."
                        .formatted(known.status()));
    }

    private Optional<Found> ofRefund() {
        var known = refund;
        if (known == null) {
            return found(
                    BreakType.REFUNDED_THERE_NOT_HERE,
                    false,
                    null,
                    "The gateway returned money under a refund number that we never gave out.");
        }
        if (!known.amount().equals(there)) {
            return differs(known.amount());
        }
        if (booked) {
            return Optional.empty();
        }
        return found(
                BreakType.REFUNDED_THERE_NOT_HERE,
                true,
                null,
                "The gateway returned the money; our refund is %s.".formatted(known.status()));
    }

    private Optional<Found> differs(Money here) {
        return found(
                BreakType.AMOUNT_DIFFERS,
                false,
                here,
                "The gateway says %s, our books say %s.".formatted(there, here));
    }

    private Optional<Found> found(
            BreakType type, boolean forDoor, @Nullable Money here, String why) {
        return Optional.of(
                new Found(
                        type,
                        reference(),
                        forDoor,
                        new Found.Names(paymentNo, refundNo, transactionId, line),
                        question(here),
                        there,
                        here,
                        occurredAt,
                        why));
    }

    private String reference() {
        return refundNo == null ? transactionId : refundNo + "/" + transactionId;
    }

    /// Two currencies have no difference: then it is the whole amount that is in question.
    private Money question(@Nullable Money here) {
        if (here == null || !here.currency().equals(there.currency())) {
            return there;
        }
        var difference = there.minus(here);
        return difference.isPositive() ? difference : difference.negated();
    }
}
