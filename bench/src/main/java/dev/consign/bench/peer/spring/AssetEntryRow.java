package dev.consign.bench.peer.spring;

import dev.consign.order.Order;
import dev.consign.sql.Utc;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDateTime;
import org.hibernate.annotations.Immutable;

/// One row of `asset_entry`.
@Entity(name = "AssetEntry")
@Table(name = "asset_entry")
@Immutable
class AssetEntryRow {
    @Id
    @Column(name = "order_no")
    String orderNo;

    @Column(name = "buyer_id")
    String buyerId;

    @Column(name = "item_id")
    String itemId;

    @Column(name = "units")
    long units;

    @Column(name = "credited_at")
    LocalDateTime creditedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected AssetEntryRow() {}

    AssetEntryRow(Order order, Instant at) {
        this.orderNo = order.orderNo().value();
        this.buyerId = order.buyerId().value();
        this.itemId = order.itemId().value();
        this.units = order.units() * order.quantity();
        this.creditedAt = Utc.column(at);
    }
}
