package dev.consign.processor.backoffice.cases.stored;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;

/// One row of `audit`, to be read: who did what by hand, and why.
@Entity(name = "Audit")
@Table(name = "audit")
public class AuditRow {
    @Id String auditId;

    public LocalDateTime at;
    public String actor;
    public String action;
    public String subject;
    public String reason;

    @Column(name = "before_state")
    public String before;

    @Column(name = "after_state")
    public String after;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected AuditRow() {}
}
