package dev.consign.bench.peer.spring;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/// One row of `stock`.
@Entity(name = "Stock")
@Table(name = "stock")
class StockRow {
    @Id
    @Column(name = "item_id")
    String itemId;

    @Column(name = "reserved")
    long reserved;

    @Column(name = "sold")
    long sold;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected StockRow() {}
}
