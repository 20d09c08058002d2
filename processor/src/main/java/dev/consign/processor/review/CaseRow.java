package dev.consign.processor.review;

import dev.consign.id.OrderNo;
import dev.consign.order.CaseKind;
import dev.consign.payment.FactKind;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row of `case_file`; opened by the door, closed by a person.
@Entity(name = "CaseFile")
@Table(name = "case_file")
class CaseRow {
    @Id
    @Column(name = "case_id")
    String caseId;

    @Column(name = "case_key")
    String caseKey;

    @Column(name = "kind")
    String kind;

    @Column(name = "status")
    String status;

    @Column(name = "order_no")
    @Nullable String orderNo;

    @Column(name = "payment_no")
    @Nullable String paymentNo;

    @Column(name = "message_id")
    @Nullable String messageId;

    @Column(name = "evidence")
    String evidence;

    @Column(name = "owner")
    @Nullable String owner;

    @Column(name = "resolution")
    @Nullable String resolution;

    @Column(name = "opened_at")
    LocalDateTime openedAt;

    @Column(name = "resolved_at")
    @Nullable LocalDateTime resolvedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected CaseRow() {}

    /// The order it is about; empty when it is about none that we know.
    Optional<OrderNo> order() {
        return Optional.ofNullable(orderNo).map(OrderNo::new);
    }

    /// What its key names beside the kind: a payment, a refund, a message.
    String subject() {
        return caseKey.substring(caseKey.indexOf(':') + 1);
    }

    CaseKind kind() {
        return CaseKind.valueOf(kind);
    }

    /// Whether a gateway has moved money that stands in no book as it should, so that also to do
    /// nothing about it is a decision about money.
    boolean aboutMoney() {
        return switch (kind()) {
            case SECOND_PAYMENT, UNEXPECTED_REFUND -> true;
            case MISMATCH -> messageId != null && messageId.endsWith(":" + FactKind.PAID);
            case UNKNOWN_ORDER,
                    CONFLICT,
                    OVERDUE,
                    REQUERY_EXHAUSTED,
                    CLOSE_EXHAUSTED,
                    REFUND_FAILED,
                    NOTIFICATION_FAILED,
                    ENDPOINT_DISABLED ->
                    false;
        };
    }
}
