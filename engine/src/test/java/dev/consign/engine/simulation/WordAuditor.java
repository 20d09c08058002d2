package dev.consign.engine.simulation;

import static dev.consign.engine.simulation.Auditor.check;

import dev.consign.engine.FactResult;
import dev.consign.engine.simulation.store.MemoryReads;
import dev.consign.engine.simulation.store.Tables;
import dev.consign.engine.simulation.store.Tables.Answer;
import dev.consign.engine.simulation.store.Tables.Row;
import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.RefundStatus;
import dev.consign.task.TaskKind;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The auditor's part about whose word is believed (rule 12) and what money in doubt may do (rule
/// 13).
final class WordAuditor {
    /// What must hold after every step: nothing is asked back of a payment whose money may have
    /// gone back already.
    void audit(Tables tables) {
        for (var file : tables.cases.values()) {
            if (file.putsInDoubt()) {
                for (var task : tables.tasks) {
                    check(
                            task.kind != TaskKind.REFUND
                                    || !task.waiting
                                    || !task.payment.equals(file.payment),
                            "asked back while in doubt: ",
                            task.reference);
                }
            }
        }
    }

    /// What was said is confirmed, or somebody knows that it is not.
    void auditCalm(Tables tables) {
        for (var said : tables.confirmations.values()) {
            var about = said.confirmation;
            var payment = about.paymentNo();
            var id = about.messageId();
            var told =
                    tables.isShown("UNCONFIRMED:" + id + "@" + payment)
                            || tables.isShown("UNEXPECTED_REFUND:" + id + "@" + about.orderNo())
                            || (said.answer == Answer.WAITING
                                    && (tables.isShown("REQUERY_EXHAUSTED:" + payment)
                                            || tables.hasOpenCase(about.orderNo())));
            check(
                    said.answer == Answer.CONFIRMED || told || hasHappened(tables, id),
                    "not confirmed, and nobody was told: ",
                    id);
        }
    }

    /// The answer to a refund is the refund; one that is given up is none.
    private static boolean hasHappened(Tables tables, MessageId id) {
        for (var row : tables.orders.values()) {
            for (var refund : row.refunds) {
                if (id.value().endsWith("/" + refund.refundNo() + ":REFUNDED")) {
                    return refund.status() != RefundStatus.REQUESTED
                            && refund.status() != RefundStatus.ABANDONED;
                }
            }
        }
        return false;
    }

    /// A result was committed: what a person said, or gave in a file, is never acted on before the
    /// gateway has said so itself. That a dispute is lost a person may say: no gateway can be
    /// asked.
    void processed(FactResult result) {
        var fact = result.fact();
        check(
                !isByHand(fact)
                        || result.outcome() != Outcome.APPLIED
                        || (fact.kind() != FactKind.PAID && fact.kind() != FactKind.REFUNDED),
                "acted on by hand: ",
                fact.messageId());
    }

    private static boolean isByHand(PaymentFact fact) {
        return fact.source() == FactSource.UPLOAD || fact.source() == FactSource.MANUAL;
    }

    /// How things stand before one word is processed.
    Before before(Tables tables, PaymentFact fact) {
        return new Before(tables.byPayment.get(fact.paymentNo()), fact, tables, false);
    }

    /// How things stand before somebody's wish is carried out.
    Before before(Tables tables, OrderNo order) {
        return new Before(tables.orders.get(order), null, tables, true);
    }

    /// What is compared with afterwards.
    static final class Before {
        private final @Nullable OrderNo order;
        private final boolean over;
        private final boolean delivered;
        private final @Nullable Payment payment;
        private final Set<String> doubts = new HashSet<>();
        private final Set<RefundNo> refunds = new HashSet<>();

        Before(@Nullable Row row, @Nullable PaymentFact fact, Tables tables, boolean wish) {
            this.order = row == null ? null : row.order.orderNo();
            this.over = row != null && !Tables.open(row.order.status());
            this.delivered = row != null && tables.handedOut.contains(row.order.orderNo());
            this.payment = row == null || fact == null ? null : payment(row, fact.paymentNo());
            if (row != null) {
                row.refunds.forEach(one -> refunds.add(one.refundNo()));
            }
            tables.cases.forEach((key, file) -> {
                if (wish ? file.standsAgainstSpending() : file.standsAgainstDelivery()) {
                    doubts.add(key);
                }
            });
        }

        private static @Nullable Payment payment(Row row, PaymentNo number) {
            return row.payments.stream()
                    .filter(one -> one.paymentNo().equals(number))
                    .findFirst()
                    .orElse(null);
        }

        /// After the word was processed.
        void compare(Tables tables, FactResult result) {
            compare(tables);
            var word = result.fact();
            if (payment == null || order == null || word.kind() != FactKind.PAID) {
                return;
            }
            var now = payment(tables.row(order), payment.paymentNo());
            var believed =
                    now != null && !now.funds().collected().equals(payment.funds().collected());
            var signed =
                    word.source() == FactSource.CALLBACK || word.source() == FactSource.REISSUE;
            check(!believed || !isByHand(word), "booked by hand: ", word);
            check(
                    !believed || !signed || !isExtraordinary(payment, word),
                    "believed on a signature: ",
                    word);
        }

        private boolean isExtraordinary(Payment before, PaymentFact word) {
            @Nullable TransactionId by = word.transactionId();
            var status = before.status();
            var known = by != null && by.equals(before.paidBy());
            return status.endedUnpaid()
                    || (over && status.open())
                    || (known && !word.money().equals(before.funds().collected()))
                    || word.money().minor() > MemoryReads.CONFIRM_ABOVE;
        }

        /// After anything: nothing was delivered for, and nothing asked back of, what was in doubt
        /// and still is.
        void compare(Tables tables) {
            if (order == null || doubts.isEmpty()) {
                return;
            }
            var row = tables.row(order);
            for (var key : doubts) {
                var file = tables.cases.get(key);
                if (file == null || !file.open || file.payment == null) {
                    continue;
                }
                var now = payment(row, file.payment);
                check(
                        delivered
                                || !tables.handedOut.contains(order)
                                || now == null
                                || !now.funds().used().isPositive(),
                        "delivered for money in doubt: ",
                        key);
                for (var refund : row.refunds) {
                    check(
                            refunds.contains(refund.refundNo())
                                    || refund.status() != RefundStatus.REQUESTED
                                    || !refund.paymentNo().equals(file.payment)
                                    || !file.standsAgainst(refund.transactionId()),
                            "money in doubt is asked back: ",
                            key);
                }
            }
        }
    }
}
