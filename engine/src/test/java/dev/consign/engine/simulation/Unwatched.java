package dev.consign.engine.simulation;

import dev.consign.engine.simulation.store.Tables;
import dev.consign.engine.simulation.store.Tables.Answer;
import dev.consign.engine.simulation.store.Tables.CaseFile;
import dev.consign.engine.simulation.store.Tables.Row;
import dev.consign.id.PaymentNo;
import dev.consign.order.CaseKind;
import dev.consign.order.OrderStatus;
import dev.consign.payment.DisputeStatus;
import dev.consign.payment.FactKind;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentStatus;
import dev.consign.payment.RefundStatus;

/// Finds what nobody looks after (incident I8): an order in review without a case, a payment or a
/// refund nobody asks about, money that is held, a dispute. The case whose resolution left it stays
/// open, as it does in the product.
final class Unwatched {
    private Unwatched() {}

    static boolean any(Tables tables, Row row) {
        if (row.order.status() == OrderStatus.IN_REVIEW
                && !isLookedAt(tables, row)
                && !isEnding(tables, row)) {
            return true;
        }
        for (var payment : row.payments) {
            var no = payment.paymentNo();
            if (payment.status().open()
                    && !isAsked(tables, no.value())
                    && !tables.hasOpenCase("REQUERY_EXHAUSTED:" + no)
                    && !tables.hasOpenCase("CLOSE_EXHAUSTED:" + no)) {
                return true;
            }
            if (isHeldInSilence(tables, payment)) {
                return true;
            }
        }
        for (var refund : row.refunds) {
            if (refund.status() == RefundStatus.REQUESTED
                    && !isAsked(tables, refund.refundNo().value())
                    && !tables.hasOpenCase("REFUND_FAILED:" + refund.refundNo())) {
                return true;
            }
        }
        for (var said : tables.confirmations.values()) {
            if (said.answer == Answer.WAITING
                    && said.confirmation.orderNo().equals(row.order.orderNo())
                    && !isAskedOrTold(tables, said.confirmation.paymentNo())) {
                return true;
            }
        }
        for (var dispute : row.disputes) {
            if (dispute.status() == DisputeStatus.OPENED
                    && !tables.hasOpenCase(
                            CaseKind.DISPUTE, dispute.paymentNo(), dispute.disputeNo())) {
                return true;
            }
        }
        return false;
    }

    /// No word of a gateway ends an order of which a payment was emptied, but it closes most cases.
    private static boolean isLookedAt(Tables tables, Row row) {
        var emptied = row.payments.stream().anyMatch(Unwatched::isEmptied);
        return tables.cases.values().stream()
                .filter(file -> file.open && row.order.orderNo().equals(file.order))
                .anyMatch(file -> !emptied || !waitsForWord(file));
    }

    /// What was booked of it was taken back.
    static boolean isEmptied(Payment payment) {
        return payment.status() == PaymentStatus.PAID && payment.funds().collected().minor() == 0;
    }

    private static boolean waitsForWord(CaseFile file) {
        return switch (file.kind) {
            case CONFLICT, SECOND_PAYMENT, REFUND_RETURNED -> false;
            default -> true;
        };
    }

    /// Whether the answers to what is being asked end the order: its money goes back, and only what
    /// is being asked can bring more.
    private static boolean isEnding(Tables tables, Row row) {
        var asked = false;
        var came = false;
        for (var payment : row.payments) {
            var funds = payment.funds();
            var no = payment.paymentNo();
            var isAsked = payment.status().open() && isAsked(tables, no.value());
            var leaving =
                    payment.status() == PaymentStatus.PAID
                            && funds.collected().isPositive()
                            && !funds.held().isPositive()
                            && !funds.used().isPositive();
            if (!isAsked
                    && !leaving
                    && !payment.status().endedUnpaid()
                    && payment.status() != PaymentStatus.REFUNDED) {
                return false;
            }
            asked |= isAsked || leaving;
            came |= leaving || payment.status() == PaymentStatus.REFUNDED;
        }
        return asked && came;
    }

    private static boolean isAskedOrTold(Tables tables, PaymentNo payment) {
        return tables.tasks.stream().anyMatch(task -> task.waiting && task.payment.equals(payment))
                || tables.cases.values().stream()
                        .filter(file -> file.open && payment.equals(file.payment))
                        .anyMatch(file ->
                                switch (file.kind) {
                                    case REQUERY_EXHAUSTED, CLOSE_EXHAUSTED, REFUND_FAILED -> true;
                                    default -> false;
                                });
    }

    private static boolean isAsked(Tables tables, String reference) {
        return tables.tasks.stream()
                .anyMatch(task -> task.waiting && task.reference.equals(reference));
    }

    /// Cases about a certain sum watch so much of what is held, others all of it.
    static boolean isHeldInSilence(Tables tables, Payment payment) {
        var held = payment.funds().held().minor();
        if (held == 0) {
            return false;
        }
        var watched = 0L;
        for (var file : tables.cases.values()) {
            if (!file.open) {
                continue;
            }
            if (file.kind == CaseKind.REFUND_FAILED && payment.orderNo().equals(file.order)) {
                return false;
            }
            if (payment.paymentNo().equals(file.payment)) {
                if (file.kind == CaseKind.UNEXPECTED_REFUND
                        || file.kind == CaseKind.DISPUTE
                        || isReversalThatDoesNotFit(file)) {
                    return false;
                }
                watched += watched(file);
            }
        }
        return held > watched;
    }

    private static boolean isReversalThatDoesNotFit(CaseFile file) {
        return file.kind == CaseKind.MISMATCH
                && file.doubt != null
                && file.doubt.fact() != null
                && file.doubt.fact().takesMoney();
    }

    private static long watched(CaseFile file) {
        var doubt = file.doubt;
        return switch (file.kind) {
            case SECOND_PAYMENT, REFUND_RETURNED ->
                    doubt == null || doubt.money() == null ? 0 : doubt.money().minor();
            case MISMATCH ->
                    doubt == null || doubt.money() == null || doubt.fact() != FactKind.PAID
                            ? 0
                            : doubt.money().minor();
            default -> 0;
        };
    }
}
