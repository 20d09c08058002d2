package dev.consign.bench.peer.spring;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/// One row of `card_key`.
@Entity(name = "CardKey")
@Table(name = "card_key")
class CardKeyRow {
    @Id
    @Column(name = "card_key_id")
    long cardKeyId;

    @Column(name = "order_no")
    @Nullable String orderNo;

    @Column(name = "status")
    String status;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected CardKeyRow() {}
}
