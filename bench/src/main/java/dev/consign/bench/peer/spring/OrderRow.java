package dev.consign.bench.peer.spring;

import dev.consign.id.BuyerId;
import dev.consign.id.ConsignorId;
import dev.consign.id.ItemId;
import dev.consign.id.OrderNo;
import dev.consign.money.Money;
import dev.consign.order.ItemKind;
import dev.consign.order.Order;
import dev.consign.order.OrderStatus;
import dev.consign.sql.Utc;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// One row of `orders`. Its version is JPA's too: an update that finds another one fails.
@Entity(name = "Order")
@Table(name = "orders")
class OrderRow {
    @Id
    @Column(name = "order_no")
    String orderNo;

    @Enumerated(EnumType.STRING)
    @Column(name = "status")
    OrderStatus status;

    @Version
    @Column(name = "version")
    int version;

    @Column(name = "buyer_id", updatable = false)
    String buyerId;

    @Column(name = "item_id", updatable = false)
    String itemId;

    @Enumerated(EnumType.STRING)
    @Column(name = "item_kind", updatable = false)
    ItemKind itemKind;

    @Column(name = "consignor_id", updatable = false)
    String consignorId;

    @Column(name = "quantity", updatable = false)
    int quantity;

    @Column(name = "units", updatable = false)
    long units;

    @Column(name = "currency", updatable = false)
    String currency;

    @Column(name = "amount_minor", updatable = false)
    long amountMinor;

    @Column(name = "fee_bps", updatable = false)
    int feeBps;

    @Column(name = "expires_at", updatable = false)
    LocalDateTime expiresAt;

    @Column(name = "updated_at")
    LocalDateTime updatedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected OrderRow() {}

    void move(OrderStatus to, Instant at) {
        status = to;
        updatedAt = Utc.column(at);
    }

    Order value() {
        return new Order(
                new OrderNo(orderNo),
                status,
                version,
                new BuyerId(buyerId),
                new ItemId(itemId),
                itemKind,
                new ConsignorId(consignorId),
                quantity,
                units,
                Money.of(currency, amountMinor),
                feeBps,
                expiresAt.toInstant(ZoneOffset.UTC));
    }
}
