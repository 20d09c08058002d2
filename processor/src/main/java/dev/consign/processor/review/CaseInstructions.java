package dev.consign.processor.review;

import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.order.Instruction;
import dev.consign.order.Instruction.KeepMoney;
import dev.consign.order.Instruction.ReturnMoney;
import dev.consign.order.Outcome;
import dev.consign.order.Situation;
import dev.consign.payment.FactKind;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentMove;
import dev.consign.payment.RefundUse;
import dev.consign.processor.evidence.Evidence;
import dev.consign.processor.evidence.Evidence.EvidenceView;
import dev.consign.processor.evidence.Evidence.Filter;
import dev.consign.processor.order.Door.Question;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an action means for the case at hand; asked by those who do it and by those who say what
/// could be done.
final class CaseInstructions {
    private CaseInstructions() {}

    /// The second money of a payment by its own transaction; else what the order holds.
    ///
    /// @param amount null for all of it that is left
    static Instruction refund(CaseRow row, Situation situation, @Nullable Money amount) {
        var orderNo = situation.order().orderNo();
        if (row.kind() != CaseKind.SECOND_PAYMENT || row.paymentNo == null) {
            return new ReturnMoney(orderNo, null, RefundUse.HELD, null, amount);
        }
        var payment = situation.payment(new PaymentNo(row.paymentNo));
        return new ReturnMoney(
                orderNo, payment.paymentNo(), RefundUse.HELD, transaction(row), amount);
    }

    /// Empty when the case is about no refund.
    static Optional<Instruction> keep(CaseRow row) {
        return row.kind() == CaseKind.REFUND_FAILED
                ? row.order().map(order -> new KeepMoney(order, new RefundNo(row.subject())))
                : Optional.empty();
    }

    /// What a case says the gateway was asked in vain; empty when it says no such thing.
    static Optional<Question> question(CaseKind kind) {
        return switch (kind) {
            case REQUERY_EXHAUSTED -> Optional.of(Question.QUERY);
            case CLOSE_EXHAUSTED -> Optional.of(Question.CLOSE);
            case REFUND_FAILED -> Optional.of(Question.REFUND);
            case UNKNOWN_ORDER,
                    MISMATCH,
                    CONFLICT,
                    SECOND_PAYMENT,
                    UNEXPECTED_REFUND,
                    OVERDUE,
                    NOTIFICATION_FAILED,
                    ENDPOINT_DISABLED ->
                    Optional.empty();
        };
    }

    /// The message that speaks of money returned without our asking; empty when the case has none.
    static Optional<EvidenceView> unexpected(CaseRow row, Evidence evidence) {
        if (row.kind() != CaseKind.UNEXPECTED_REFUND
                || row.paymentNo == null
                || row.messageId == null) {
            return Optional.empty();
        }
        return evidence.find(Filter.ofMessage(row.paymentNo, row.messageId)).stream()
                .filter(line -> line.outcome().equals(Outcome.PARKED.name()))
                .findFirst();
    }

    /// Takes it from what paid for the delivery, or else from what is held.
    static Instruction accept(Situation situation, Payment payment, Money amount) {
        OrderNo orderNo = situation.order().orderNo();
        var use =
                payment.funds().used().minor() >= amount.minor()
                        ? RefundUse.PROCEEDS
                        : RefundUse.HELD;
        return new ReturnMoney(orderNo, payment.paymentNo(), use, null, amount);
    }

    /// Whether a gateway may still say so of a payment.
    static boolean canBe(FactKind kind, Payment payment) {
        return kind == FactKind.PAID
                ? PaymentMove.PAY.startsAt(payment.status())
                : PaymentMove.CLOSE.startsAt(payment.status());
    }

    /// Between the gateway's name and the kind (see [dev.consign.payment.PaymentFact#messageId()]).
    private static @Nullable TransactionId transaction(CaseRow row) {
        @Nullable String id = row.messageId;
        return id == null
                ? null
                : new TransactionId(id.substring(id.indexOf(':') + 1, id.lastIndexOf(':')));
    }
}
