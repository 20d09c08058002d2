package dev.consign.bench.peer.spring;

import dev.consign.order.Outcome;
import dev.consign.payment.PaymentFact;
import dev.consign.sql.Utc;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDateTime;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// One row of `payment_evidence`.
@Entity(name = "Evidence")
@Table(name = "payment_evidence")
@Immutable
class EvidenceRow {
    @Id
    @Column(name = "evidence_id")
    String evidenceId;

    @Column(name = "message_id")
    String messageId;

    @Column(name = "payment_no")
    String paymentNo;

    @Column(name = "order_no")
    @Nullable String orderNo;

    @Column(name = "gateway")
    String gateway;

    @Column(name = "kind")
    String kind;

    @Column(name = "source")
    String source;

    @Column(name = "currency")
    String currency;

    @Column(name = "amount_minor")
    long amountMinor;

    @Column(name = "transaction_id")
    @Nullable String transactionId;

    @Column(name = "occurred_at")
    LocalDateTime occurredAt;

    @Column(name = "processed_at")
    LocalDateTime processedAt;

    @Column(name = "outcome")
    String outcome;

    @Column(name = "why")
    String why;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected EvidenceRow() {}

    EvidenceRow(
            String evidenceId,
            PaymentFact fact,
            @Nullable String orderNo,
            Instant processedAt,
            Outcome outcome,
            String why) {
        this.evidenceId = evidenceId;
        this.messageId = fact.messageId().value();
        this.paymentNo = fact.paymentNo().value();
        this.orderNo = orderNo;
        this.gateway = fact.gateway().value();
        this.kind = fact.kind().name();
        this.source = fact.source().name();
        this.currency = fact.money().currency().getCurrencyCode();
        this.amountMinor = fact.money().minor();
        this.transactionId = fact.transactionId() == null ? null : fact.transactionId().value();
        this.occurredAt = Utc.column(fact.occurredAt());
        this.processedAt = Utc.column(processedAt);
        this.outcome = outcome.name();
        this.why = why;
    }
}
