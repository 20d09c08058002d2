package dev.consign.engine.change;

import dev.consign.id.IdSource;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.ledger.Journal;
import dev.consign.ledger.Postings;
import dev.consign.money.Money;
import dev.consign.order.Decision;
import dev.consign.order.Doubt;
import dev.consign.payment.Dispute;
import dev.consign.payment.DisputeStatus;
import dev.consign.payment.Funds;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentMove;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Moves the money of locked orders as it was decided: each move changes the payment's funds and
/// writes its journal, never one without the other.
public final class MoneyMoves {
    private final Instant now;
    private final IdSource ids;
    private final List<Journal> journals = new ArrayList<>();
    private final Map<RefundNo, ChangeReason> refundCauses = new HashMap<>();
    private final List<Told> told = new ArrayList<>();

    MoneyMoves(Instant now, IdSource ids) {
        this.now = now;
        this.ids = ids;
    }

    /// A refund that was booked, or came back: it is told (docs/rules.md, rule 19).
    ///
    /// @param total what has gone back of the order's money with it
    public record Told(OrderAggregate file, Refund refund, Money total) {
        public boolean cameBack() {
            return refund.status() == RefundStatus.RETURNED;
        }
    }

    /// Money that comes when all that had come was taken back again is the first the payment has.
    void collect(OrderAggregate file, PaymentFact fact) {
        var funds = file.payment(fact.paymentNo()).funds();
        if (!funds.collected().isPositive()) {
            file.paidBy(fact, now);
        }
        file.put(fact.paymentNo(), funds.collect(fact.money()));
        journals.add(Postings.collected(file.order(), fact, now));
    }

    /// The same movement brought another amount.
    void correct(OrderAggregate file, PaymentFact fact) {
        var funds = file.payment(fact.paymentNo()).funds();
        var before = funds.collected();
        file.put(fact.paymentNo(), funds.collect(fact.money().minus(before)));
        journals.add(Postings.corrected(file.order(), fact, before, now));
    }

    /// @param difference what the platform adds to the held money; negative when it keeps some of
    ///   it
    void deliver(OrderAggregate file, PaymentNo paymentNo, Money difference) {
        var order = file.order();
        var funds = file.payment(paymentNo).funds();
        if (difference.minor() != 0) {
            funds = funds.bear(difference);
            journals.add(Postings.difference(order, difference, now));
        }
        file.put(paymentNo, funds.use(order.amount()));
        journals.add(Postings.settled(order, now));
    }

    RefundNo askBack(
            OrderAggregate file,
            PaymentNo paymentNo,
            TransactionId by,
            RefundUse use,
            Money amount,
            ChangeReason cause) {
        var refundNo = ids.refundNo();
        file.put(paymentNo, file.payment(paymentNo).funds().askBack(use, amount));
        file.put(new Refund(refundNo, paymentNo, by, use, amount, RefundStatus.REQUESTED));
        refundCauses.put(refundNo, cause);
        return refundNo;
    }

    /// The gateway is not asked any more.
    void keep(OrderAggregate file, Refund refund) {
        var funds = file.payment(refund.paymentNo()).funds();
        file.put(refund.paymentNo(), funds.keep(refund.use(), refund.amount()));
        file.put(refund.in(RefundStatus.ABANDONED));
    }

    void bookRefund(OrderAggregate file, Refund refund) {
        var funds = file.payment(refund.paymentNo()).funds();
        book(
                file,
                refund,
                refund.status() == RefundStatus.ABANDONED
                        ? funds.askBack(refund.use(), refund.amount())
                        : funds);
    }

    /// Money that went back although nobody here had asked for it: it gets a number of ours, and
    /// keeps the gateway's.
    RefundNo accept(OrderAggregate file, Accepted accepted, ChangeReason cause) {
        var refundNo = ids.refundNo();
        var refund =
                new Refund(
                        refundNo,
                        accepted.paymentNo(),
                        accepted.transactionId(),
                        accepted.gatewayRefundNo(),
                        accepted.use(),
                        accepted.amount(),
                        RefundStatus.REQUESTED);
        var funds = file.payment(accepted.paymentNo()).funds();
        book(file, refund, funds.askBack(accepted.use(), accepted.amount()));
        refundCauses.put(refundNo, cause);
        return refundNo;
    }

    private void book(OrderAggregate file, Refund refund, Funds asked) {
        var payment = file.payment(refund.paymentNo());
        var before = file.proceedsBack();
        var returned = asked.returned(refund.amount());
        var added = returned.difference();
        // The last of what the buyer had paid goes back: what the platform had added is its own.
        var recovered =
                refund.use() == RefundUse.PROCEEDS
                                && added.isPositive()
                                && returned.used().equals(added)
                                && returned.allReturned()
                        ? added
                        : added.minus(added);
        file.put(refund.paymentNo(), returned.recover(recovered));
        file.put(refund.in(RefundStatus.SUCCEEDED));
        journals.add(Postings.refunded(file.order(), payment, refund, before, recovered, now));
        told.add(new Told(file, refund, refundedSoFar(file)));
    }

    private static Money refundedSoFar(OrderAggregate file) {
        return file.payments().stream()
                .map(one -> one.funds().refunded())
                .reduce(new Money(file.order().amount().currency(), 0), Money::plus);
    }

    /// What went back before its money came.
    void bookReversals(
            OrderAggregate file, PaymentNo paymentNo, List<Doubt> reversals, ChangeReason cause) {
        for (var one : reversals) {
            accept(
                    file,
                    new Accepted(
                            paymentNo,
                            Objects.requireNonNull(one.transactionId()),
                            Objects.requireNonNull(one.number()),
                            RefundUse.HELD,
                            Objects.requireNonNull(one.money())),
                    cause);
        }
        endWhenGone(file, paymentNo);
    }

    RefundNo acceptAsked(OrderAggregate file, Decision.Accept accept, ChangeReason cause) {
        var refundNo =
                accept(
                        file,
                        new Accepted(
                                accept.paymentNo(),
                                accept.transactionId(),
                                accept.gatewayRefundNo(),
                                accept.use(),
                                accept.amount()),
                        cause);
        endWhenGone(file, accept.paymentNo());
        return refundNo;
    }

    private static void endWhenGone(OrderAggregate file, PaymentNo paymentNo) {
        var payment = file.payment(paymentNo);
        if (payment.funds().allReturned() && PaymentMove.REFUND.startsAt(payment.status())) {
            file.move(PaymentMove.REFUND, paymentNo);
        }
    }

    /// The bank sent it back.
    void comeBack(OrderAggregate file, Refund refund) {
        var payment = file.payment(refund.paymentNo());
        journals.add(Postings.refundReturned(file.order(), payment, refund, now));
        putBack(file, payment, refund);
    }

    /// It never went.
    void takeBackRefund(OrderAggregate file, Refund refund) {
        var payment = file.payment(refund.paymentNo());
        journals.add(Postings.refundTakenBack(file.order(), payment, refund, now));
        putBack(file, payment, refund);
        if (PaymentMove.RETURN.startsAt(payment.status())) {
            file.move(PaymentMove.RETURN, refund.paymentNo());
        }
    }

    private void putBack(OrderAggregate file, Payment payment, Refund refund) {
        var back = refund.in(RefundStatus.RETURNED);
        file.put(refund.paymentNo(), payment.funds().cameBack(refund.amount()));
        file.put(back);
        told.add(new Told(file, back, refundedSoFar(file)));
    }

    void takeBackCollection(OrderAggregate file, Decision.TakeBackCollection decision) {
        var payment = file.payment(decision.paymentNo());
        var amount = decision.amount();
        journals.add(
                Postings.collectionTakenBack(
                        file.order(),
                        payment.gateway(),
                        decision.transactionId(),
                        amount,
                        decision.unallocated(),
                        now));
        file.put(
                decision.paymentNo(),
                decision.unallocated()
                        ? payment.funds().collect(amount.negated())
                        : payment.funds().lose(amount));
    }

    void openDispute(OrderAggregate file, PaymentFact fact) {
        var dispute = dispute(fact, DisputeStatus.OPENED);
        file.put(dispute);
        journals.add(
                Postings.disputeOpened(file.order(), file.payment(fact.paymentNo()), dispute, now));
    }

    void winDispute(OrderAggregate file, PaymentFact fact) {
        endDispute(file, fact, DisputeStatus.WON);
    }

    void loseDispute(OrderAggregate file, PaymentFact fact, ChangeReason cause) {
        endDispute(file, fact, DisputeStatus.LOST);
        var payment = file.payment(fact.paymentNo());
        var amount = fact.money();
        var proceeds = payment.funds().refundable(RefundUse.PROCEEDS).minor() >= amount.minor();
        @Nullable TransactionId paidBy = payment.paidBy();
        accept(
                file,
                new Accepted(
                        fact.paymentNo(),
                        Objects.requireNonNull(paidBy),
                        Objects.requireNonNull(fact.number()),
                        proceeds ? RefundUse.PROCEEDS : RefundUse.HELD,
                        amount),
                cause);
    }

    /// Its money goes another way, or is gone already.
    void endLostDispute(OrderAggregate file, PaymentFact fact) {
        endDispute(file, fact, DisputeStatus.LOST);
    }

    /// What was never said to be opened was not put aside either.
    private void endDispute(OrderAggregate file, PaymentFact fact, DisputeStatus end) {
        @Nullable Dispute open =
                file.dispute(fact.paymentNo(), Objects.requireNonNull(fact.number()));
        file.put(dispute(fact, end));
        if (open != null) {
            journals.add(
                    Postings.disputeEnded(file.order(), file.payment(fact.paymentNo()), open, now));
        }
    }

    private static Dispute dispute(PaymentFact fact, DisputeStatus status) {
        return new Dispute(
                fact.paymentNo(), Objects.requireNonNull(fact.number()), fact.money(), status);
    }

    List<Journal> journals() {
        return journals;
    }

    /// Why each new refund was asked for.
    Map<RefundNo, ChangeReason> refundCauses() {
        return refundCauses;
    }

    /// Every refund that was booked or came back.
    List<Told> told() {
        return told;
    }

    /// Money that went back without our asking.
    ///
    /// @param transactionId of its movement
    record Accepted(
            PaymentNo paymentNo,
            TransactionId transactionId,
            String gatewayRefundNo,
            RefundUse use,
            Money amount) {}
}
