package dev.consign.processor.backoffice.cases;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;

/// One row of `audit`, to be read: who did what by hand, and why.
@Entity(name = "Audit")
@Table(name = "audit")
class AuditRow {
    @Id
    @Column(name = "audit_id")
    String auditId;

    @Column(name = "at")
    LocalDateTime at;

    @Column(name = "actor")
    String actor;

    @Column(name = "action")
    String action;

    @Column(name = "subject")
    String subject;

    @Column(name = "reason")
    String reason;

    @Column(name = "before_state")
    String before;

    @Column(name = "after_state")
    String after;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected AuditRow() {}
}
