package dev.consign.processor.shop.catalogue;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;

/// One row of `consignor`.
@Entity(name = "Consignor")
@Table(name = "consignor")
class ConsignorRow {
    @Id String consignorId;

    String name;
    int commissionBps;
    LocalDateTime createdAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected ConsignorRow() {}

    ConsignorRow(String consignorId, String name, int commissionBps, LocalDateTime createdAt) {
        this.consignorId = consignorId;
        this.name = name;
        this.commissionBps = commissionBps;
        this.createdAt = createdAt;
    }
}
