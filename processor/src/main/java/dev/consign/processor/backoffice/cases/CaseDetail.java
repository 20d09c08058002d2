package dev.consign.processor.backoffice.cases;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.consign.processor.backoffice.cases.AvailableActions.ActionView;
import dev.consign.processor.backoffice.cases.stored.AuditRow;
import dev.consign.processor.backoffice.lookup.Evidence.EvidenceView;
import dev.consign.processor.backoffice.lookup.OrderReport.OrderView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// GET /api/cases/{id}: the case with all that is known about it.
///
/// @param order with its payments and refunds; null when the case is about none we know
/// @param messages what gateways said, newest first, and how it was processed
/// @param audit what people did about this order's cases
/// @param actions how it can be resolved now
record CaseDetail(
        @JsonUnwrapped CaseView view,
        @Nullable OrderView order,
        List<EvidenceView> messages,
        List<AuditView> audit,
        List<ActionView> actions) {

    /// One thing somebody did by hand.
    record AuditView(
            Instant at,
            String actor,
            String action,
            String subject,
            String reason,
            @Nullable String before,
            @Nullable String after) {
        static AuditView of(AuditRow row) {
            return new AuditView(
                    row.at.toInstant(ZoneOffset.UTC),
                    row.actor,
                    row.action,
                    row.subject,
                    row.reason,
                    row.before,
                    row.after);
        }
    }
}
