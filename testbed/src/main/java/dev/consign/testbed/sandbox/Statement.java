package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.account.Charge;
import dev.consign.testbed.sandbox.account.Dispute;
import dev.consign.testbed.sandbox.account.Payment;
import dev.consign.testbed.sandbox.account.Payment.Refund;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gateway's own file of one UTC business date: every movement of money once, and a trailer
/// that says how many there are.
///
/// Refunds and the trailer's sums are signed: money that went back is negative. The gateway takes
/// 0.6 % of a payment and keeps it when the payment is refunded. The sum is a check on the file and
/// adds all currencies.
final class Statement {
    static final String HEADER =
            "kind,paymentNo,refundNo,transactionId,currency,minor,feeMinor,occurredAt";

    private final LocalDate date;
    private final Planted planted;
    private final StringBuilder csv = new StringBuilder(HEADER).append('\n');
    private long count;
    private long sum;
    private long fees;

    private Statement(LocalDate date, Planted planted) {
        this.date = date;
        this.planted = planted;
    }

    /// @param planted differences that are asked for; the trailer fits the file, not the truth
    static String of(LocalDate date, List<Payment> payments, Planted planted) {
        var statement = new Statement(date, planted);
        for (var payment : payments) {
            payment.charges().forEach(charge -> statement.charge(payment, charge));
            payment.refunds().forEach(refund -> statement.refund(payment, refund));
            payment.disputes().forEach(dispute -> statement.dispute(payment, dispute));
        }
        planted.added().forEach(statement::added);
        return statement.withTrailer();
    }

    private boolean holds(@Nullable Instant at, String number) {
        return at != null
                && at.atZone(ZoneOffset.UTC).toLocalDate().equals(date)
                && !planted.omits(number);
    }

    private void charge(Payment payment, Charge charge) {
        if (!holds(charge.at(), payment.paymentNo())) {
            return;
        }
        long minor = planted.minorOf(payment.paymentNo(), charge.amount().minor());
        var transactionId = planted.transactionOf(payment.paymentNo(), charge.transactionId());
        var ids = List.of("PAYMENT", payment.paymentNo(), "", transactionId);
        line(ids, charge.amount().currency(), minor, fee(minor), charge.at().toString());
    }

    private static long fee(long minor) {
        return minor / 1_000 * 6 + (minor % 1_000 * 6 + 500) / 1_000;
    }

    /// What the bank sent back is a movement of its own, of the day it came; what never went is
    /// none.
    private void refund(Payment payment, Refund refund) {
        var number = refund.refundNo();
        if (holds(refund.madeAt(), number)) {
            var ids =
                    List.of(
                            "REFUND",
                            payment.paymentNo(),
                            planted.refundNoOf(number),
                            planted.transactionOf(number, refund.transactionId()));
            long minor = -planted.minorOf(number, refund.amount().minor());
            line(ids, refund.amount().currency(), minor, 0, String.valueOf(refund.madeAt()));
        }
        if (refund.madeAt() != null && holds(refund.failedAt(), number)) {
            var ids =
                    List.of("REFUND_RETURNED", payment.paymentNo(), number, refund.transactionId());
            long minor = refund.amount().minor();
            line(ids, refund.amount().currency(), minor, 0, String.valueOf(refund.failedAt()));
        }
    }

    /// A dispute that was lost has taken its money like a refund, under its own number.
    private void dispute(Payment payment, Dispute dispute) {
        var number = dispute.disputeNo();
        if (dispute.status() != Dispute.Status.LOST || !holds(dispute.endedAt(), number)) {
            return;
        }
        var ids = List.of("REFUND", payment.paymentNo(), number, dispute.transactionId());
        long minor = -planted.minorOf(number, dispute.amount().minor());
        line(ids, dispute.amount().currency(), minor, 0, String.valueOf(dispute.endedAt()));
    }

    private void added(Planted.Line added) {
        var refundNo = added.refundNo();
        long minor = added.minor() == null ? 0 : added.minor();
        var kind = kind(added);
        long usualFee = kind.equals("PAYMENT") ? fee(minor) : 0;
        var ids =
                List.of(
                        kind,
                        orNothing(added.paymentNo()),
                        orNothing(refundNo),
                        orNothing(added.transactionId()));
        var at = added.occurredAt();
        line(
                ids,
                orNothing(added.currency()),
                kind.equals("REFUND") ? -minor : minor,
                added.feeMinor() == null ? usualFee : added.feeMinor(),
                at == null ? date.atTime(LocalTime.NOON) + ":00Z" : at.toString());
    }

    private static String kind(Planted.Line added) {
        if (added.kind() != null) {
            return added.kind();
        }
        return added.refundNo() == null ? "PAYMENT" : "REFUND";
    }

    private static String orNothing(@Nullable String cell) {
        return cell == null ? "" : cell;
    }

    private void line(List<String> ids, String currency, long minor, long fee, String at) {
        count++;
        sum += minor;
        fees += fee;
        csv.append(String.join(",", ids))
                .append(",%s,%d,%d,%s\n".formatted(currency, minor, fee, at));
    }

    private String withTrailer() {
        return csv.append("TRAILER,%d,,,,%d,%d,\n".formatted(count, sum, fees)).toString();
    }
}
