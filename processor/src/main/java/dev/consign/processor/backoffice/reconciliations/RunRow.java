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
    @Id String runId;

    String gateway;
    LocalDate businessDate;

    @Enumerated(EnumType.STRING)
    @Column(name = "origin", columnDefinition = "varchar(16)")
    StatementOrigin origin;

    @Enumerated(EnumType.STRING)
    @Column(name = "status", columnDefinition = "varchar(16)")
    RunStatus status;

    @Nullable Long linesTotal;
    long linesRead;
    long linesCompared;
    long linesMatched;
    @Nullable String failure;
    @Nullable String why;

    String actor;
    LocalDateTime requestedAt;
    @Nullable LocalDateTime endedAt;
    @Nullable LocalDateTime dueAt;

    int attempts;
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
