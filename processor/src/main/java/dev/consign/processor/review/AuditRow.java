package dev.consign.processor.review;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.Locale;

/// One row of `audit`: who did what by hand, and why. Written once.
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

    /// Something was done about a case.
    ///
    /// @param after its status then; it was open before
    AuditRow(
            String auditId,
            LocalDateTime at,
            String actor,
            String caseId,
            Wish wish,
            String after) {
        this.auditId = auditId;
        this.at = at;
        this.actor = actor;
        this.action =
                wish.action() == CaseAction.NONE
                        ? "case.resolve"
                        : "case.resolve." + wish.action().name().toLowerCase(Locale.ROOT);
        this.subject = caseId;
        this.reason = wish.reason();
        this.before = "OPEN";
        this.after = after;
    }
}
