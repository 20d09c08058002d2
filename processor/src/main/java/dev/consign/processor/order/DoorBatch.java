package dev.consign.processor.order;

import dev.consign.id.IdSource;
import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.RefundNo;
import dev.consign.id.TransactionId;
import dev.consign.ledger.Books;
import dev.consign.ledger.Journal;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.order.Decision;
import dev.consign.order.Decision.Effect;
import dev.consign.order.Order;
import dev.consign.order.Outcome;
import dev.consign.order.Ruling;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentFact;
import dev.consign.payment.Refund;
import dev.consign.payment.RefundStatus;
import dev.consign.payment.RefundUse;
import dev.consign.processor.order.ProcessedMessages.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything one batch of facts, or one instruction, is going to write, collected while it is
/// decided, so that each table is written once, however many facts there are.
final class DoorBatch {
    private final Instant now;
    private final IdSource ids;
    private final Surroundings surroundings;
    private final Map<MessageId, Entry> seen;
    private final Map<MessageId, Entry> entries = new LinkedHashMap<>();
    private final Set<MessageId> replaced = new HashSet<>();
    private final Map<MessageId, Optional<OrderNo>> putRight = new LinkedHashMap<>();
    private final List<Judged> judged = new ArrayList<>();
    private final Set<OrderFile> files = new LinkedHashSet<>();
    private final Goods goods = new Goods();
    private final List<Journal> journals = new ArrayList<>();
    private final List<OpenCase> cases = new ArrayList<>();
    private final Map<RefundNo, Cause> refundCauses = new HashMap<>();

    DoorBatch(Instant now, IdSource ids, Surroundings surroundings, Map<MessageId, Entry> stored) {
        this.now = now;
        this.ids = ids;
        this.surroundings = surroundings;
        this.seen = new HashMap<>(stored);
    }

    /// What is known of a message, from the table or from earlier in this batch.
    @Nullable Entry seen(MessageId id) {
        return seen.get(id);
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /// Records a judgement that is (or replaces) the message's outcome.
    void settle(PaymentFact fact, @Nullable OrderFile file, Outcome outcome, String why) {
        var id = fact.messageId();
        var entry = new Entry(id, fact.fingerprint(), outcome);
        if (outcome.isFinal() && seen.containsKey(id)) {
            putRight.put(id, Optional.ofNullable(file).map(OrderFile::orderNo));
        }
        if (seen.containsKey(id) && !entries.containsKey(id)) {
            replaced.add(id);
        }
        seen.put(id, entry);
        entries.put(id, entry);
        note(fact, file, outcome, why);
    }

    /// Records a judgement that leaves the stored outcome as it is.
    void note(PaymentFact fact, @Nullable OrderFile file, Outcome outcome, String why) {
        judged.add(new Judged(fact, file == null ? null : file.order(), outcome, why));
    }

    void open(CaseKind kind, PaymentFact fact, @Nullable OrderFile file, String why) {
        cases.add(OpenCase.of(kind, fact, file == null ? null : file.order(), why));
        if (file != null && fact.kind() == FactKind.PAID && kind.doubtsMoney()) {
            surroundings.doubt(file.orderNo());
        }
    }

    /// Applies a decision to the file and collects what comes with it.
    void apply(OrderFile file, PaymentFact fact, Decision.Apply decision, Cause cause) {
        files.add(file);
        if (decision.payment() != null) {
            file.move(decision.payment(), fact);
        }
        decision.order().forEach(move -> file.move(move, cause));
        for (var effect : decision.effects()) {
            switch (effect) {
                case COLLECT -> collect(file, fact);
                case RETURN_MONEY -> {
                    var held = file.payment(fact.paymentNo()).funds().held();
                    var by = Objects.requireNonNull(fact.transactionId());
                    askBack(file, fact.paymentNo(), by, RefundUse.HELD, held, cause);
                }
                case BOOK_REFUND ->
                        bookRefund(file, new RefundNo(Objects.requireNonNull(fact.refundNo())));
                case TAKE_STOCK, DELIVER, RELEASE_STOCK ->
                        moveGoods(file, fact.paymentNo(), effect);
            }
        }
    }

    /// Applies a ruling to the file.
    ///
    /// @return the number of the refund it asks for; null when it asks for none
    @Nullable RefundNo apply(OrderFile file, Ruling ruling, Cause cause) {
        files.add(file);
        switch (ruling) {
            case Ruling.Hand hand -> {
                hand.moves().forEach(move -> file.move(move, cause));
                hand.effects().forEach(effect -> moveGoods(file, hand.paymentNo(), effect));
            }
            case Ruling.Move move -> {
                move.moves().forEach(one -> file.move(one, cause));
                move.effects().forEach(_ -> release(file));
                if (move.review() != null) {
                    cases.add(OpenCase.of(move.review(), file.order(), cause.why()));
                }
            }
            case Ruling.Attempt attempt -> {
                attempt.moves().forEach(move -> file.move(move, cause));
                attempt.effects().forEach(_ -> take(file));
            }
            case Ruling.AskBack back -> {
                return askBack(
                        file,
                        back.paymentNo(),
                        back.transactionId(),
                        back.use(),
                        back.amount(),
                        cause);
            }
            case Ruling.Keep keep -> keep(file, keep.refundNo());
            case Ruling.Refused _ -> {
                // Nothing is changed.
            }
        }
        return null;
    }

    private void collect(OrderFile file, PaymentFact fact) {
        var funds = file.payment(fact.paymentNo()).funds();
        file.put(fact.paymentNo(), funds.collect(fact.money()));
        journals.add(Books.collected(file.order(), fact, now));
    }

    private void moveGoods(OrderFile file, PaymentNo paymentNo, Effect effect) {
        switch (effect) {
            case TAKE_STOCK -> take(file);
            case RELEASE_STOCK -> release(file);
            case DELIVER -> {
                var order = file.order();
                file.put(paymentNo, file.payment(paymentNo).funds().use(order.amount()));
                goods.delivered().add(order);
                journals.add(Books.settled(order, now));
            }
            case COLLECT, RETURN_MONEY, BOOK_REFUND ->
                    throw new IllegalArgumentException(effect + " moves no goods");
        }
    }

    private void take(OrderFile file) {
        goods.taken().add(file.order());
        surroundings.shelf().take(file.order());
    }

    private void release(OrderFile file) {
        goods.released().add(file.order());
        surroundings.shelf().giveBack(file.order());
    }

    private RefundNo askBack(
            OrderFile file,
            PaymentNo paymentNo,
            TransactionId by,
            RefundUse use,
            Money amount,
            Cause cause) {
        var refundNo = ids.refundNo();
        file.put(paymentNo, file.payment(paymentNo).funds().askBack(use, amount));
        file.put(new Refund(refundNo, paymentNo, by, use, amount, RefundStatus.REQUESTED));
        refundCauses.put(refundNo, cause);
        return refundNo;
    }

    private void keep(OrderFile file, RefundNo refundNo) {
        var refund = file.refund(refundNo);
        var funds = file.payment(refund.paymentNo()).funds();
        file.put(refund.paymentNo(), funds.keep(refund.use(), refund.amount()));
        file.put(refund.in(RefundStatus.ABANDONED));
        if (refund.use() == RefundUse.HELD) {
            cases.add(OpenCase.kept(file.order(), refund));
        }
    }

    private void bookRefund(OrderFile file, RefundNo refundNo) {
        var refund = file.refund(refundNo);
        var payment = file.payment(refund.paymentNo());
        var before = file.situation(false, false).proceedsBack();
        var funds = payment.funds();
        var asked =
                refund.status() == RefundStatus.ABANDONED
                        ? funds.askBack(refund.use(), refund.amount())
                        : funds;
        file.put(refund.paymentNo(), asked.returned(refund.amount()));
        file.put(refund.in(RefundStatus.SUCCEEDED));
        journals.add(Books.refunded(file.order(), payment, refund, before, now));
    }

    Instant now() {
        return now;
    }

    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    Set<MessageId> replaced() {
        return replaced;
    }

    /// Messages that had an outcome that was not final, and have one now, with the order they
    /// turned out to be about: their cases are over, but not that of another order they spoke of
    /// before.
    Map<MessageId, Optional<OrderNo>> putRight() {
        return putRight;
    }

    List<Judged> judged() {
        return judged;
    }

    List<OrderFile> files() {
        return List.copyOf(files);
    }

    Goods goods() {
        return goods;
    }

    List<Journal> journals() {
        return journals;
    }

    List<OpenCase> cases() {
        return cases;
    }

    /// Why each new refund was asked for.
    Map<RefundNo, Cause> refundCauses() {
        return refundCauses;
    }

    /// Orders whose goods change hands, each as it is after its moves.
    record Goods(List<Order> delivered, List<Order> released, List<Order> taken) {
        Goods() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        static Goods released(Order order) {
            return new Goods(List.of(), List.of(order), List.of());
        }
    }

    /// One line of evidence.
    ///
    /// @param order null when we know no such payment
    record Judged(PaymentFact fact, @Nullable Order order, Outcome outcome, String why) {}

    /// A case to open, once a key.
    record OpenCase(
            CaseKind kind,
            String key,
            @Nullable Order order,
            @Nullable PaymentFact fact,
            String evidence) {
        /// One a kind, message and order.
        static OpenCase of(CaseKind kind, PaymentFact fact, @Nullable Order order, String why) {
            var evidence =
                    "%s says %s of %s for payment %s, learned by %s: %s"
                            .formatted(
                                    fact.gateway(),
                                    fact.kind(),
                                    fact.money(),
                                    fact.paymentNo(),
                                    fact.source(),
                                    why);
            var key = order == null ? key(kind, fact.messageId()) : key(kind, fact, order);
            return new OpenCase(kind, key, order, fact, evidence);
        }

        /// One a kind and order. The version makes it another word each time the order comes to a
        /// person, so that a case that was closed is open again.
        static OpenCase of(CaseKind kind, Order order, String why) {
            var evidence = why + " (version " + order.version() + ")";
            return new OpenCase(kind, kind + ":" + order.orderNo(), order, null, evidence);
        }

        /// Money is held again, and nobody else is told. A refund is given up once.
        static OpenCase kept(Order order, Refund refund) {
            var kind = CaseKind.REFUND_FAILED;
            var evidence =
                    "refund %s of payment %s was given up: %s is held"
                            .formatted(refund.refundNo(), refund.paymentNo(), refund.amount());
            return new OpenCase(kind, kind + ":" + refund.refundNo(), order, null, evidence);
        }

        private static String key(CaseKind kind, PaymentFact fact, Order order) {
            return key(kind, fact.messageId(), order.orderNo());
        }

        /// With the order: one transaction may be claimed for two, and each waits for its own case.
        static String key(CaseKind kind, MessageId id, OrderNo order) {
            return key(kind, id) + "@" + order;
        }

        static String key(CaseKind kind, MessageId id) {
            return kind + ":" + id;
        }
    }
}
