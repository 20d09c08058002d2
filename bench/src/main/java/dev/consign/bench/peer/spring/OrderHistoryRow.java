package dev.consign.bench.peer.spring;

import dev.consign.bench.peer.Delivery;
import dev.consign.order.OrderMove;
import dev.consign.order.OrderStatus;
import dev.consign.sql.Utc;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.hibernate.annotations.Immutable;

/// One row of `order_history`.
@Entity(name = "OrderHistory")
@Table(name = "order_history")
@Immutable
class OrderHistoryRow {
    @EmbeddedId Key key;

    @Column(name = "move")
    String move;

    @Column(name = "from_status")
    String fromStatus;

    @Column(name = "to_status")
    String toStatus;

    @Column(name = "at")
    LocalDateTime at;

    @Column(name = "source")
    String source;

    @Column(name = "actor")
    String actor;

    @Column(name = "why")
    String why;

    @Column(name = "message_id")
    String messageId;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected OrderHistoryRow() {}

    OrderHistoryRow(Delivery delivery, OrderStatus from, String actor) {
        var moved = delivery.order();
        var fact = delivery.fact();
        this.key = new Key(moved.orderNo().value(), moved.version());
        this.move = OrderMove.DELIVER.name();
        this.fromStatus = from.name();
        this.toStatus = moved.status().name();
        this.at = Utc.column(delivery.at());
        this.source = fact.source().name();
        this.actor = actor;
        this.why = Delivery.WHY;
        this.messageId = fact.messageId().value();
    }

    @Embeddable
    record Key(@Column(name = "order_no") String orderNo, @Column(name = "version") int version) {}
}
