package dev.consign.bench.peer.spring;

import dev.consign.payment.PaymentFact;
import dev.consign.payment.PaymentStatus;
import dev.consign.sql.Utc;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// One row of `payment`.
@Entity(name = "Payment")
@Table(name = "payment")
class PaymentRow {
    @Id
    @Column(name = "payment_no")
    String paymentNo;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "order_no", updatable = false)
    OrderRow order;

    @Enumerated(EnumType.STRING)
    @Column(name = "status")
    PaymentStatus status;

    @Column(name = "transaction_id")
    @Nullable String transactionId;

    @Column(name = "paid_at")
    @Nullable LocalDateTime paidAt;

    @Column(name = "collected_minor")
    long collectedMinor;

    @Column(name = "used_minor")
    long usedMinor;

    @Column(name = "updated_at")
    LocalDateTime updatedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected PaymentRow() {}

    void pay(PaymentFact fact, Instant at) {
        status = PaymentStatus.PAID;
        transactionId = String.valueOf(fact.transactionId());
        paidAt = Utc.column(fact.occurredAt());
        collectedMinor = fact.money().minor();
        usedMinor = fact.money().minor();
        updatedAt = Utc.column(at);
    }
}
