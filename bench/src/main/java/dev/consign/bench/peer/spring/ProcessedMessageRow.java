package dev.consign.bench.peer.spring;

import dev.consign.order.Outcome;
import dev.consign.payment.PaymentFact;
import dev.consign.sql.Utc;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDateTime;
import org.hibernate.annotations.Immutable;

/// One row of `processed_message`.
@Entity(name = "ProcessedMessage")
@Table(name = "processed_message")
@Immutable
class ProcessedMessageRow {
    @EmbeddedId Key key;

    @Column(name = "fingerprint")
    byte[] fingerprint;

    @Column(name = "outcome")
    String outcome;

    @Column(name = "processed_at")
    LocalDateTime processedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected ProcessedMessageRow() {}

    ProcessedMessageRow(String consumer, PaymentFact fact, Outcome outcome, Instant at) {
        this.key = new Key(consumer, fact.messageId().value());
        this.fingerprint = fact.fingerprint();
        this.outcome = outcome.name();
        this.processedAt = Utc.column(at);
    }

    @Embeddable
    record Key(
            @Column(name = "consumer") String consumer,
            @Column(name = "message_id") String messageId) {}
}
