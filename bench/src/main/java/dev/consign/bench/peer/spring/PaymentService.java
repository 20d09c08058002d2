package dev.consign.bench.peer.spring;

import dev.consign.bench.peer.Delivery;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.ledger.Journal;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.PaymentFact;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Applies one fact in one transaction. New rows are persisted and not saved: their keys are given,
/// so saving would look for them first.
@Service
class PaymentService {
    private static final String CONSUMER = "engine";

    private final EntityManager rows;
    private final Payments payments;
    private final Goods goods;
    private final InstantSource clock;
    private final IdSource ids;

    PaymentService(
            EntityManager rows, Payments payments, Goods goods, InstantSource clock, IdSource ids) {
        this.rows = rows;
        this.payments = payments;
        this.goods = goods;
        this.clock = clock;
        this.ids = ids;
    }

    @Transactional
    void apply(PaymentFact fact) {
        var now = clock.instant();
        var key = new ProcessedMessageRow.Key(CONSUMER, fact.messageId().value());
        if (seen(key)) {
            duplicate(fact, now);
            return;
        }
        var payment = payments.lock(fact.paymentNo().value()).orElseThrow();
        if (fact.kind() == FactKind.PAID && payment.status.open()) {
            deliver(payment, fact, now);
        } else if (seen(key)) {
            // Another consumer applied it while this one waited for the lock.
            duplicate(fact, now);
        } else {
            processed(
                    fact,
                    payment.order.orderNo,
                    Outcome.STALE,
                    "the payment is already " + payment.status,
                    now);
        }
    }

    private boolean seen(ProcessedMessageRow.Key key) {
        return rows.find(ProcessedMessageRow.class, key) != null;
    }

    private void duplicate(PaymentFact fact, Instant now) {
        rows.persist(
                new EvidenceRow(
                        ids.next(NumberPrefix.EVIDENCE),
                        fact,
                        null,
                        now,
                        Outcome.DUPLICATE,
                        "seen before"));
    }

    private void processed(
            PaymentFact fact, @Nullable String order, Outcome outcome, String why, Instant now) {
        rows.persist(new ProcessedMessageRow(CONSUMER, fact, outcome, now));
        rows.persist(
                new EvidenceRow(ids.next(NumberPrefix.EVIDENCE), fact, order, now, outcome, why));
    }

    private void deliver(PaymentRow payment, PaymentFact fact, Instant now) {
        var order = payment.order;
        var from = order.status;
        var delivery = Delivery.of(order.value(), fact, now);
        processed(fact, order.orderNo, Outcome.APPLIED, Delivery.WHY, now);
        payment.pay(fact, now);
        order.move(delivery.order().status(), now);
        rows.persist(new OrderHistoryRow(delivery, from, CONSUMER));
        delivery.journals().forEach(this::post);
        rows.persist(new OutboxRow(ids.next(NumberPrefix.OUTBOX_MESSAGE), delivery));
        switch (order.itemKind) {
            case ASSET_CREDIT -> rows.persist(new AssetEntryRow(delivery.order(), now));
            case CARD_KEY -> goods.sellKeys(order.orderNo);
        }
        goods.dropTasks(payment.paymentNo);
        goods.sell(order.itemId, order.quantity);
    }

    private void post(Journal journal) {
        rows.persist(new JournalRow(journal));
        var line = 0;
        for (var posting : journal.postings()) {
            rows.persist(new LedgerEntryRow(journal, line++, posting));
        }
    }
}
