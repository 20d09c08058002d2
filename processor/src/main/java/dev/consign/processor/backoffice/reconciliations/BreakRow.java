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
    @Id
    @Column(name = "break_id")
    String breakId;

    @Column(name = "gateway")
    String gateway;

    @Column(name = "business_date")
    LocalDate businessDate;

    @Enumerated(EnumType.STRING)
    @Column(name = "type", columnDefinition = "varchar(24)")
    BreakType type;

    @Enumerated(EnumType.STRING)
    @Column(name = "status", columnDefinition = "varchar(16)")
    BreakStatus status;

    @Column(name = "payment_no")
    @Nullable String paymentNo;

    @Column(name = "refund_no")
    @Nullable String refundNo;

    @Column(name = "transaction_id")
    @Nullable String transactionId;

    @Column(name = "here_transaction_id")
    @Nullable String hereTransactionId;

    @Column(name = "line_no")
    @Nullable Integer lineNo;

    @Column(name = "currency")
    String currency;

    @Column(name = "amount_minor")
    long amountMinor;

    @Column(name = "there_currency")
    @Nullable String thereCurrency;

    @Column(name = "there_minor")
    @Nullable Long thereMinor;

    @Column(name = "here_currency")
    @Nullable String hereCurrency;

    @Column(name = "here_minor")
    @Nullable Long hereMinor;

    @Column(name = "occurred_at")
    @Nullable LocalDateTime occurredAt;

    @Column(name = "why")
    String why;

    @Column(name = "first_run_id")
    String firstRunId;

    @Column(name = "last_run_id")
    String lastRunId;

    @Column(name = "found_at")
    LocalDateTime foundAt;

    @Column(name = "changed_at")
    LocalDateTime changedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected BreakRow() {}
}
