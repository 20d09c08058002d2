package dev.consign.bench.peer.spring;

import dev.consign.bench.peer.Delivery;
import dev.consign.sql.Utc;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.hibernate.annotations.Immutable;

/// One row of `outbox`: the word to the shop.
@Entity(name = "Outbox")
@Table(name = "outbox")
@Immutable
class OutboxRow {
    @Id
    @Column(name = "outbox_id")
    String outboxId;

    @Column(name = "queue")
    String queue;

    @Column(name = "type")
    String type;

    @Column(name = "message_id")
    String messageId;

    @Column(name = "duplicate_id")
    String duplicateId;

    @Column(name = "body")
    String body;

    @Column(name = "due_at")
    LocalDateTime dueAt;

    @Column(name = "attempts")
    int attempts;

    @Column(name = "created_at")
    LocalDateTime createdAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected OutboxRow() {}

    OutboxRow(String outboxId, Delivery delivery) {
        this.outboxId = outboxId;
        this.queue = "consign.notification";
        this.type = "NOTIFICATION";
        this.messageId = delivery.notificationId();
        this.duplicateId = messageId;
        this.body = delivery.notification();
        this.dueAt = Utc.column(delivery.at());
        this.createdAt = dueAt;
    }
}
