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
    @Id
    @Column(name = "audit_id")
    String auditId;

    @Column(name = "at")
    public LocalDateTime at;

    @Column(name = "actor")
    public String actor;

    @Column(name = "action")
    public String action;

    @Column(name = "subject")
    public String subject;

    @Column(name = "reason")
    public String reason;

    @Column(name = "before_state")
    public String before;

    @Column(name = "after_state")
    public String after;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected AuditRow() {}
}
