package dev.consign.processor.backoffice.reconciliations;

import dev.consign.reconciliation.RunStatus;
import dev.consign.reconciliation.StatementOrigin;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// One row of `recon_run`. Inserted here, changed by the reconciler only.
@Entity(name = "ReconRun")
@Table(name = "recon_run")
class RunRow {
    @Id
    @Column(name = "run_id")
    String runId;

    @Column(name = "gateway")
    String gateway;

    @Column(name = "business_date")
    LocalDate businessDate;

    @Enumerated(EnumType.STRING)
    @Column(name = "origin", columnDefinition = "varchar(16)")
    StatementOrigin origin;

    @Enumerated(EnumType.STRING)
    @Column(name = "status", columnDefinition = "varchar(16)")
    RunStatus status;

    @Column(name = "lines_total")
    @Nullable Long linesTotal;

    @Column(name = "lines_read")
    long linesRead;

    @Column(name = "lines_compared")
    long linesCompared;

    @Column(name = "lines_matched")
    long linesMatched;

    @Column(name = "failure")
    @Nullable String failure;

    @Column(name = "why")
    @Nullable String why;

    @Column(name = "actor")
    String actor;

    @Column(name = "requested_at")
    LocalDateTime requestedAt;

    @Column(name = "ended_at")
    @Nullable LocalDateTime endedAt;

    @Column(name = "due_at")
    @Nullable LocalDateTime dueAt;

    @Column(name = "attempts")
    int attempts;

    @Column(name = "fence")
    long fence;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected RunRow() {}

    RunRow(
            String runId,
            RequestedRun wanted,
            StatementOrigin origin,
            String actor,
            LocalDateTime now) {
        this.runId = runId;
        this.gateway = wanted.gateway().value();
        this.businessDate = wanted.businessDate();
        this.origin = origin;
        this.status = RunStatus.REQUESTED;
        this.actor = actor;
        this.requestedAt = now;
        this.dueAt = now;
    }
}
