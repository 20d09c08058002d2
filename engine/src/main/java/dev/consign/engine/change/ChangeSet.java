package dev.consign.engine.change;

import dev.consign.id.IdSource;
import dev.consign.id.MessageId;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.ledger.Journal;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.order.Decision;
import dev.consign.order.Decision.Effect;
import dev.consign.order.Doubt;
import dev.consign.order.Order;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.Payment;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything one batch of facts, or one command, is going to write, collected while it is decided,
/// so that each table is written once, however many facts there are.
public final class ChangeSet {
    private final Instant now;
    private final BatchContext context;
    private final Map<MessageId, ProcessedMessage> seen;
    private final Map<MessageId, ProcessedMessage> entries = new LinkedHashMap<>();
    private final Set<MessageId> replaced = new HashSet<>();
    private final Set<MessageId> anew = new HashSet<>();
    private final Set<String> putRight = new LinkedHashSet<>();
    private final List<Processed> processed = new ArrayList<>();
    private final Set<OrderAggregate> files = new LinkedHashSet<>();
    private final GoodsMoves goods;
    private final MoneyMoves money;
    private final OpenedCases cases = new OpenedCases();
    private final Map<String, String> settled = new LinkedHashMap<>();
    private final Confirmations confirmations = new Confirmations();
    private final List<RefundNo> heldRefunds = new ArrayList<>();

    public ChangeSet(
            Instant now,
            IdSource ids,
            BatchContext context,
            Map<MessageId, ProcessedMessage> stored) {
        this.now = now;
        this.context = context;
        this.seen = new HashMap<>(stored);
        this.money = new MoneyMoves(now, ids);
        this.goods = new GoodsMoves(context.stock(), money);
    }

    /// What is known of a message, from the table or from earlier in this batch.
    public @Nullable ProcessedMessage seen(MessageId id) {
        return seen.get(id);
    }

    public BatchContext context() {
        return context;
    }

    /// Records a result that is (or replaces) the message's outcome.
    public void settle(
            PaymentFact fact, @Nullable OrderAggregate file, Outcome outcome, String why) {
        var id = fact.messageId();
        var entry = new ProcessedMessage(id, fact.fingerprint(), outcome);
        @Nullable ProcessedMessage before = seen.get(id);
        // What is final speaks of an order that is known.
        if (file != null && before != null && !before.outcome().isFinal() && outcome.isFinal()) {
            putRight(fact, file);
            confirmed(Confirmation.Key.of(fact));
        }
        if (before == null) {
            anew.add(id);
            becameKnown(id, file);
        }
        if (before != null && !entries.containsKey(id)) {
            replaced.add(id);
        }
        seen.put(id, entry);
        entries.put(id, entry);
        addEvidence(fact, file, outcome, why);
    }

    /// The cases that only said that the right fact was yet to come are over, but not that of
    /// another order the same word spoke of before, nor one that watches what the money brought.
    private void putRight(PaymentFact fact, OrderAggregate file) {
        var id = fact.messageId();
        putRight(file, OpenCase.key(CaseKind.UNKNOWN_ORDER, id));
        putRight(file, OpenCase.key(CaseKind.UNCONFIRMED, id, fact.paymentNo()));
        if (!holds(file.payment(fact.paymentNo()), fact)) {
            putRight(file, OpenCase.key(CaseKind.MISMATCH, id, file.orderNo()));
        }
    }

    /// Its order is known now: also when nobody remembers having dealt with the word before.
    private void becameKnown(MessageId id, @Nullable OrderAggregate file) {
        var key = OpenCase.key(CaseKind.UNKNOWN_ORDER, id);
        if (file != null && context.hasDoubt(file.orderNo(), key)) {
            putRight(file, key);
        }
    }

    private void putRight(OrderAggregate file, String key) {
        putRight.add(key);
        context.settled(file.orderNo(), key);
    }

    private static boolean holds(Payment payment, PaymentFact fact) {
        return payment.funds().held().isPositive()
                && (fact.kind().takesMoney()
                        || (fact.kind() == FactKind.PAID
                                && Objects.equals(fact.transactionId(), payment.paidBy())));
    }

    /// Records a result that leaves the stored outcome as it is.
    public void addEvidence(
            PaymentFact fact, @Nullable OrderAggregate file, Outcome outcome, String why) {
        processed.add(new Processed(fact, file == null ? null : file.order(), outcome, why));
    }

    /// After the fact was settled: what it is a case for now is not over with what it was before.
    /// The time makes it another word when it is processed anew, since nobody remembers having
    /// dealt with it: a case that was closed is open again, as the rules see it.
    public void open(CaseKind kind, PaymentFact fact, @Nullable OrderAggregate file, String why) {
        var word = OpenCase.of(kind, fact, file == null ? null : file.order(), why);
        var open = anew.contains(fact.messageId()) ? word.at(now) : word;
        cases.add(open);
        putRight.remove(open.key());
        settled.remove(open.key());
        if (file == null) {
            return;
        }
        var doubt = open.doubt();
        context.doubt(file.orderNo(), doubt);
        if (doubt.isReversal()) {
            hold(file, fact.paymentNo(), doubt);
        }
    }

    /// What is being asked back of a payment whose money is in doubt is not asked for any more
    /// until a person has said so: the buyer might have it twice (docs/rules.md, rule 13). The time
    /// makes it another word: a person may have had it asked for once more before.
    private void hold(OrderAggregate file, PaymentNo payment, Doubt doubt) {
        for (var refund : file.refunds()) {
            if (refund.paymentNo().equals(payment) && refund.status() == RefundStatus.REQUESTED) {
                heldRefunds.add(refund.refundNo());
                cases.add(OpenCase.held(file.order(), refund, doubt).at(now));
            }
        }
    }

    /// The case is over.
    private void settle(OrderAggregate file, Doubt doubt, String why) {
        settled.put(doubt.caseKey(), why);
        context.settled(file.orderNo(), doubt.caseKey());
    }

    /// What was said waits for its gateway's word.
    public void confirm(OrderAggregate file, PaymentFact fact, ChangeReason cause) {
        files.add(file);
        // The answer about a refund is the refund.
        var held = fact.kind() == FactKind.REFUNDED && context.of(file).mayBeGone(fact.paymentNo());
        confirmations.confirmed.remove(Confirmation.Key.of(fact));
        confirmations.asked.add(new Confirmations.Asked(fact, file.order(), cause, !held));
    }

    /// The gateway has been asked and says the same.
    public void confirmed(Confirmation.Key said) {
        confirmations.refuted.remove(said);
        confirmations.confirmed.add(said);
        context.answered(said);
    }

    /// The gateway has been asked and says something else than was said; whenever it is asked,
    /// since somebody wanted to know.
    public void refute(OrderAggregate file, Confirmation said, PaymentFact answer) {
        confirmations.refuted.add(said.key());
        context.answered(said.key());
        var open = OpenCase.refuted(file.order(), said, answer).at(now);
        cases.add(open);
        putRight.remove(open.key());
    }

    /// Its gateway has given its word on this payment: it is not asked any more on account of what
    /// was said of it.
    public void answered(OrderAggregate file, PaymentNo payment) {
        files.add(file);
        confirmations.answered.add(payment);
    }

    /// Applies what was decided about a fact to the file, and collects what comes with it.
    public void apply(
            OrderAggregate file, PaymentFact fact, Decision.Apply decision, ChangeReason cause) {
        if (decision.payment() != null) {
            file.move(decision.payment(), fact, now);
        }
        move(file, decision, cause);
        for (var effect : decision.effects()) {
            apply(file, fact, effect, decision, cause);
        }
        decision.settled().forEach(doubt -> settle(file, doubt, decision.why()));
    }

    private void apply(
            OrderAggregate file,
            PaymentFact fact,
            Effect effect,
            Decision.Apply decision,
            ChangeReason cause) {
        var paymentNo = fact.paymentNo();
        switch (effect) {
            case COLLECT -> money.collect(file, fact);
            case ASK_GATEWAY -> confirmations.askedToo.add(paymentNo);
            case CORRECT_COLLECTION -> money.correct(file, fact);
            case RETURN_MONEY -> {
                var held = file.payment(paymentNo).funds().held();
                var by = Objects.requireNonNull(fact.transactionId());
                money.askBack(file, paymentNo, by, RefundUse.HELD, held, cause);
            }
            case BOOK_REFUND -> money.bookRefund(file, file.meant(fact));
            case BOOK_REVERSALS -> money.bookReversals(file, paymentNo, decision.settled(), cause);
            case BOOK_RETURN -> money.comeBack(file, file.meant(fact));
            case OPEN_DISPUTE -> money.openDispute(file, fact);
            case WIN_DISPUTE -> money.winDispute(file, fact);
            case LOSE_DISPUTE -> money.loseDispute(file, fact, cause);
            case END_DISPUTE -> money.endLostDispute(file, fact);
            case TAKE_STOCK, DELIVER, RELEASE_STOCK ->
                    goods.move(file, paymentNo, effect, nothing(file));
        }
    }

    private void move(OrderAggregate file, Decision decision, ChangeReason cause) {
        files.add(file);
        decision.moves().forEach(move -> file.move(move, cause));
    }

    private static Money nothing(OrderAggregate file) {
        return new Money(file.order().amount().currency(), 0);
    }

    /// The same of a command.
    ///
    /// @return the number of the refund it asks for; null when it asks for none
    public @Nullable RefundNo apply(
            OrderAggregate file, Decision.OfCommand decision, ChangeReason cause) {
        move(file, decision, cause);
        switch (decision) {
            case Decision.Deliver deliver ->
                    deliver.effects()
                            .forEach(effect ->
                                    goods.move(
                                            file,
                                            deliver.paymentNo(),
                                            effect,
                                            deliver.difference()));
            case Decision.Move move -> {
                move.effects().forEach(effect -> goods.move(file, effect));
                if (move.review() != null) {
                    cases.add(OpenCase.of(move.review(), file.order(), cause.why()));
                }
            }
            case Decision.Attempt attempt ->
                    attempt.effects().forEach(effect -> goods.move(file, effect));
            case Decision.RequestRefund back -> {
                return money.askBack(
                        file,
                        back.paymentNo(),
                        back.transactionId(),
                        back.use(),
                        back.amount(),
                        cause);
            }
            case Decision.CancelRefund keep -> keep(file, keep.refundNo());
            case Decision.CloseFirst _ -> file.cancel();
            case Decision.Accept accept -> {
                accept.effects().forEach(effect -> goods.move(file, effect));
                return money.acceptAsked(file, accept, cause);
            }
            case Decision.TakeBackCollection back -> money.takeBackCollection(file, back);
            case Decision.TakeBackRefund back -> {
                var refund = file.refund(back.refundNo());
                money.takeBackRefund(file, refund);
                cases.add(OpenCase.takenBack(file.order(), refund, cause.why()));
            }
            case Decision.Refused _ -> {
                // Nothing is changed.
            }
        }
        return null;
    }

    private void keep(OrderAggregate file, RefundNo refundNo) {
        var refund = file.refund(refundNo);
        money.keep(file, refund);
        context.waiting(refund.paymentNo()).stream()
                .filter(said -> refundNo.value().equals(said.number()))
                .forEach(said -> unconfirmed(file, said));
        if (refund.use() == RefundUse.HELD) {
            cases.add(OpenCase.kept(file.order(), refund));
        }
    }

    /// The gateway is not asked about the refund any more: what was said of it is what it would be
    /// if somebody said it now.
    private void unconfirmed(OrderAggregate file, Confirmation said) {
        confirmations.refuted.add(said.key());
        context.answered(said.key());
        open(
                CaseKind.UNEXPECTED_REFUND,
                said.fact(file.payment(said.paymentNo()), now),
                file,
                "a person says that a refund was made which had been given up");
    }

    public Instant now() {
        return now;
    }

    public List<ProcessedMessage> entries() {
        return List.copyOf(entries.values());
    }

    public Set<MessageId> replaced() {
        return replaced;
    }

    /// Keys of the cases of messages that had an outcome that was not final, and have one now.
    public Set<String> putRight() {
        return putRight;
    }

    public List<Processed> processed() {
        return processed;
    }

    public List<OrderAggregate> files() {
        return List.copyOf(files);
    }

    public Goods goods() {
        return goods.moved();
    }

    public List<Journal> journals() {
        return money.journals();
    }

    /// Every refund that was booked or came back.
    public List<MoneyMoves.Told> told() {
        return money.told();
    }

    /// Cases that are over, by their keys, and why.
    public Map<String, String> settled() {
        return settled;
    }

    public Confirmations confirmations() {
        return confirmations;
    }

    /// Refunds that are not to be asked for now.
    public List<RefundNo> heldRefunds() {
        return heldRefunds;
    }

    public List<OpenCase> cases() {
        return cases.of(files, now);
    }

    /// Why each new refund was asked for.
    public Map<RefundNo, ChangeReason> refundCauses() {
        return money.refundCauses();
    }

    /// One line of evidence.
    ///
    /// @param order null when we know no such payment
    public record Processed(PaymentFact fact, @Nullable Order order, Outcome outcome, String why) {}
}
