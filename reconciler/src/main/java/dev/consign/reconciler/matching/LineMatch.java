package dev.consign.reconciler.matching;

import dev.consign.gateway.StatementLine.Kind;
import dev.consign.money.Money;
import dev.consign.payment.PaymentStatus;
import dev.consign.payment.RefundStatus;
import dev.consign.reconciliation.BreakType;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One line of a file beside what our books have under its numbers, and what follows from that.
///
/// @param payment null when we never gave out this number to this gateway
/// @param refund ours, by our number or by the gateway's; null when this payment has none such
/// @param booked what our ledger has under the line's transaction; null when it has nothing
record LineMatch(
        Said said,
        @Nullable HerePayment payment,
        @Nullable HereRefund refund,
        @Nullable Booked booked) {

    /// What the line says.
    ///
    /// @param why what is not understood of a line that is no movement; null for a movement
    record Said(
            int line,
            Kind kind,
            @Nullable String why,
            String paymentNo,
            @Nullable String refundNo,
            String transactionId,
            Money money,
            Instant occurredAt) {
        String reference() {
            return refundNo == null ? transactionId : refundNo + "/" + transactionId;
        }
    }

    /// Our payment of that number.
    ///
    /// @param paidBy the transaction that paid it
    /// @param inFile whether that transaction is in one of the gateway's files that we have
    /// @param held whether all it brought is unallocated: then what it brought can still be put
    ///   right
    record HerePayment(
            String orderNo,
            PaymentStatus status,
            Money amount,
            @Nullable String paidBy,
            boolean inFile,
            boolean held) {
        boolean isPaid() {
            return status == PaymentStatus.PAID || status == PaymentStatus.REFUNDED;
        }
    }

    /// Our refund of that number.
    ///
    /// @param booked whether the ledger has that it was made, whatever became of it later
    /// @param takenBack whether a person has said since that it never was
    record HereRefund(String status, Money amount, boolean booked, boolean takenBack) {
        boolean cameBack() {
            return status.equals(RefundStatus.RETURNED.name());
        }

        boolean isGivenUp() {
            return status.equals(RefundStatus.ABANDONED.name());
        }
    }

    /// A movement in our ledger.
    ///
    /// @param amount after every correction
    /// @param takenBack whether a person has said since that it never was
    record Booked(String orderNo, Money amount, boolean takenBack) {}

    /// The same line, its movement found in our ledger.
    LineMatch with(Booked found) {
        return new LineMatch(said, payment, refund, found);
    }

    /// @return empty when both sides agree
    Optional<Break> difference() {
        if (said.kind() == Kind.OTHER) {
            return Optional.of(unknown());
        }
        if (said.kind() == Kind.REFUND_RETURNED) {
            return ofReturned();
        }
        if (payment == null) {
            return found(
                    BreakType.UNKNOWN_PAYMENT,
                    true,
                    null,
                    "We never gave out this payment number to this gateway.");
        }
        return switch (said.kind()) {
            case PAYMENT -> ofPayment(payment);
            case REFUND -> ofRefund();
            case REFUND_RETURNED, OTHER -> throw new IllegalStateException("told before");
        };
    }

    private Optional<Break> ofPayment(HerePayment known) {
        var here = bookedFor(known);
        if (here != null && here.equals(said.money())) {
            return takenBack() ? tookBack(BreakType.PAID_THERE_NOT_HERE) : Optional.empty();
        }
        if (here != null) {
            return differs(waitsForAmount(known), here, null);
        }
        // One movement that both sides know, and not a second one beside a missing one: to book it
        // would be to collect twice what came once.
        if (known.isPaid() && !known.inFile() && booked == null) {
            return known.amount().equals(said.money())
                    ? anotherTransaction(known)
                    : differs(false, known.amount(), known.paidBy());
        }
        if (!known.isPaid() && !known.amount().equals(said.money())) {
            return differs(true, known.amount(), null);
        }
        return found(
                BreakType.PAID_THERE_NOT_HERE,
                true,
                null,
                booked == null
                        ? "The gateway collected; our payment is %s and the movement is not booked."
                                .formatted(known.status())
                        : "The gateway collected; we have booked this transaction for another order.");
    }

    private boolean takenBack() {
        return booked != null && booked.takenBack();
    }

    /// Money that came in another amount than it should is held until somebody says what is right,
    /// and the gateway's file may say it.
    private boolean waitsForAmount(HerePayment known) {
        return known.held() && !takenBack() && said.transactionId().equals(known.paidBy());
    }

    /// To the engine it would be nothing new: a person has decided.
    private Optional<Break> tookBack(BreakType type) {
        return found(
                type,
                false,
                null,
                "We had booked this and took it back as something that never happened; the gateway's file has it.");
    }

    /// What our books have of the line's own movement; null when they have nothing.
    private @Nullable Money bookedFor(HerePayment known) {
        if (booked != null && booked.orderNo().equals(known.orderNo())) {
            return booked.amount();
        }
        return booked == null && known.isPaid() && said.transactionId().equals(known.paidBy())
                ? known.amount()
                : null;
    }

    private Optional<Break> anotherTransaction(HerePayment known) {
        return Optional.of(
                new Break(
                        BreakType.TRANSACTION_DIFFERS,
                        said.reference(),
                        false,
                        names(known.paidBy()),
                        said.money(),
                        said.money(),
                        known.amount(),
                        said.occurredAt(),
                        "The gateway's file has this payment and its amount by transaction %s, our books by %s, which is in none of its files that we have. Nothing was booked. If that one is of another day, reconcile that day and then this one again."
                                .formatted(said.transactionId(), known.paidBy())));
    }

    private Optional<Break> ofRefund() {
        var known = refund;
        if (known == null) {
            return found(
                    BreakType.REFUNDED_THERE_NOT_HERE,
                    true,
                    null,
                    "The gateway returned money under a refund number that we never gave out.");
        }
        if (!known.amount().equals(said.money())) {
            return differs(!known.booked(), known.amount(), null);
        }
        if (known.booked()) {
            return known.takenBack()
                    ? tookBack(BreakType.REFUNDED_THERE_NOT_HERE)
                    : Optional.empty();
        }
        return found(
                BreakType.REFUNDED_THERE_NOT_HERE,
                true,
                null,
                "The gateway returned the money; our refund is %s.".formatted(known.status()));
    }

    /// A payment that we never gave out is none of ours to book anything for.
    private Optional<Break> ofReturned() {
        var known = refund;
        if (payment == null) {
            return returned(
                    false,
                    null,
                    "A refund came back, of a payment number that we never gave out to this gateway.");
        }
        if (known == null) {
            return returned(true, null, "A refund came back whose number we never gave out.");
        }
        var same = known.amount().equals(said.money());
        if (known.cameBack()) {
            return same ? Optional.empty() : differs(false, known.amount(), null);
        }
        // A refund that was given up is yet to be learned of as made; then the next run sends it.
        return returned(
                !known.isGivenUp(),
                same ? null : known.amount(),
                "A refund came back; ours of %s is %s.".formatted(known.amount(), known.status()));
    }

    private Optional<Break> returned(boolean forEngine, @Nullable Money here, String why) {
        return found(BreakType.RETURNED_THERE_NOT_HERE, forEngine, here, why);
    }

    /// @param paidBy ours, when the transaction is another as well
    private Optional<Break> differs(boolean forEngine, Money here, @Nullable String paidBy) {
        var transactions =
                paidBy == null
                        ? ""
                        : " Its transaction is another as well: %s there, %s here, which is in none of the gateway's files that we have."
                                .formatted(said.transactionId(), paidBy);
        return Optional.of(
                new Break(
                        BreakType.AMOUNT_DIFFERS,
                        said.reference(),
                        forEngine,
                        names(paidBy),
                        question(here),
                        said.money(),
                        here,
                        said.occurredAt(),
                        "The gateway says %s, our books say %s.%s"
                                .formatted(said.money(), here, transactions)));
    }

    /// Nothing names such a line but its place; its money is in question whichever way it went.
    private Break unknown() {
        var money = said.money();
        return new Break(
                BreakType.UNKNOWN_LINE_KIND,
                (said.transactionId().isEmpty() ? "-" : said.transactionId()) + "#" + said.line(),
                false,
                names(null),
                money.minor() < 0 ? money.negated() : money,
                money,
                null,
                said.occurredAt(),
                String.valueOf(said.why()));
    }

    private Optional<Break> found(
            BreakType type, boolean forEngine, @Nullable Money here, String why) {
        return Optional.of(
                new Break(
                        type,
                        said.reference(),
                        forEngine,
                        names(null),
                        said.money(),
                        said.money(),
                        here,
                        said.occurredAt(),
                        why));
    }

    private Break.Names names(@Nullable String hereTransactionId) {
        return new Break.Names(
                said.paymentNo().isEmpty() ? null : said.paymentNo(),
                said.refundNo(),
                said.transactionId().isEmpty() ? null : said.transactionId(),
                hereTransactionId,
                said.line());
    }

    /// Two currencies have no difference: then it is the whole amount that is in question.
    private Money question(Money here) {
        var there = said.money();
        if (!here.currency().equals(there.currency())) {
            return there;
        }
        var difference = there.minus(here);
        return difference.isPositive() ? difference : difference.negated();
    }
}
