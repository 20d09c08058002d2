package dev.consign.processor.backoffice.reconciliations;

import dev.consign.reconciliation.BreakStatus;
import dev.consign.reconciliation.BreakType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// One row of `recon_break`. Only read here.
@Entity(name = "ReconBreak")
@Table(name = "recon_break")
class BreakRow {
    @Id String breakId;

    String gateway;
    LocalDate businessDate;

    @Enumerated(EnumType.STRING)
    @Column(name = "type", columnDefinition = "varchar(24)")
    BreakType type;

    @Enumerated(EnumType.STRING)
    @Column(name = "status", columnDefinition = "varchar(16)")
    BreakStatus status;

    @Nullable String paymentNo;
    @Nullable String refundNo;
    @Nullable String transactionId;

    @Nullable String hereTransactionId;
    @Nullable Integer lineNo;
    String currency;

    long amountMinor;
    @Nullable String thereCurrency;
    @Nullable Long thereMinor;

    @Nullable String hereCurrency;
    @Nullable Long hereMinor;
    @Nullable LocalDateTime occurredAt;

    String why;
    String firstRunId;
    String lastRunId;
    LocalDateTime foundAt;
    LocalDateTime changedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected BreakRow() {}
}
