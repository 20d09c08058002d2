package dev.consign.processor.shop.catalogue;

import dev.consign.id.ConsignorId;
import dev.consign.id.ItemId;
import dev.consign.money.Money;
import dev.consign.order.ItemKind;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// One row of `item`.
@Entity(name = "Item")
@Table(name = "item")
class ItemRow {
    @Id String itemId;

    String consignorId;
    String title;

    @Enumerated(EnumType.STRING)
    @Column(name = "kind", columnDefinition = "varchar(16)")
    ItemKind kind;

    String currency;
    long priceMinor;
    long assetUnits;
    boolean oneOpenOrder;
    boolean takeBackUnits;
    LocalDateTime createdAt;

    /// Null while it is on sale.
    @Nullable LocalDateTime withdrawnAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected ItemRow() {}

    ItemRow(
            ItemId itemId,
            ConsignorId consignorId,
            String title,
            Goods goods,
            LocalDateTime createdAt) {
        this.itemId = itemId.value();
        this.consignorId = consignorId.value();
        this.title = title;
        this.kind = goods.kind();
        this.currency = goods.price().currency().getCurrencyCode();
        this.priceMinor = goods.price().minor();
        this.assetUnits = goods.assetUnits();
        this.oneOpenOrder = goods.oneOpenOrder();
        this.takeBackUnits = goods.takeBackUnits();
        this.createdAt = createdAt;
    }

    Money price() {
        return Money.of(currency, priceMinor);
    }

    /// What one piece is.
    ///
    /// @param assetUnits what it credits; 0 for card keys
    /// @param oneOpenOrder whether a buyer may have one open order of it at most
    /// @param takeBackUnits whether units of an order that was refunded whole are taken back
    record Goods(
            ItemKind kind,
            Money price,
            long assetUnits,
            boolean oneOpenOrder,
            boolean takeBackUnits) {}
}
