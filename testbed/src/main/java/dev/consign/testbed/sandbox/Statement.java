package dev.consign.testbed.sandbox;

import dev.consign.testbed.sandbox.Payment.Refund;
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
            statement.payment(payment);
            payment.refunds().forEach(refund -> statement.refund(payment, refund));
        }
        planted.added().forEach(statement::added);
        return statement.withTrailer();
    }

    private boolean holds(@Nullable Instant at, String number) {
        return at != null
                && at.atZone(ZoneOffset.UTC).toLocalDate().equals(date)
                && !planted.omits(number);
    }

    private void payment(Payment payment) {
        if (!holds(payment.paidAt(), payment.paymentNo())) {
            return;
        }
        long minor = planted.minorOf(payment.paymentNo(), payment.amount().minor());
        long fee = fee(minor);
        var transactionId =
                planted.transactionOf(
                        payment.paymentNo(), String.valueOf(payment.transactionId()));
        var ids = List.of("PAYMENT", payment.paymentNo(), "", transactionId);
        line(ids, payment.amount().currency(), minor, fee, String.valueOf(payment.paidAt()));
    }

    private static long fee(long minor) {
        return minor / 1_000 * 6 + (minor % 1_000 * 6 + 500) / 1_000;
    }

    private void refund(Payment payment, Refund refund) {
        if (!refund.isMade() || !holds(refund.at(), refund.refundNo())) {
            return;
        }
        var number = refund.refundNo();
        var ids =
                List.of(
                        "REFUND",
                        payment.paymentNo(),
                        planted.refundNoOf(number),
                        planted.transactionOf(number, refund.transactionId()));
        long minor = -planted.minorOf(refund.refundNo(), refund.amount().minor());
        line(ids, refund.amount().currency(), minor, 0, refund.at().toString());
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
