package dev.consign.processor.backoffice.cases;

import dev.consign.processor.backoffice.cases.CaseDetail.AuditView;
import dev.consign.processor.backoffice.cases.stored.CaseRow;
import dev.consign.processor.backoffice.lookup.Evidence;
import dev.consign.processor.backoffice.lookup.Evidence.EvidenceView;
import dev.consign.processor.backoffice.lookup.Evidence.Filter;
import dev.consign.processor.backoffice.lookup.OrderReading;
import dev.consign.processor.security.Caller;
import java.util.List;
import org.springframework.stereotype.Component;

/// Puts together what somebody must know to resolve a case.
@Component
final class CaseReport {
    private final CaseRepository files;
    private final OrderReading orders;
    private final Evidence evidence;
    private final AvailableActions possible;

    CaseReport(
            CaseRepository files,
            OrderReading orders,
            Evidence evidence,
            AvailableActions possible) {
        this.files = files;
        this.orders = orders;
        this.evidence = evidence;
        this.possible = possible;
    }

    /// @throws dev.consign.platform.refusal.Refused when there is no such case
    CaseDetail of(String caseId, Caller reader) {
        var row = files.find(caseId);
        return new CaseDetail(
                CaseView.of(row),
                row.order().flatMap(order -> orders.find(order, reader)).orElse(null),
                messages(row),
                files.audits(row).stream().map(AuditView::of).toList(),
                possible.of(row));
    }

    private List<EvidenceView> messages(CaseRow row) {
        if (row.orderNo != null) {
            return evidence.find(Filter.ofOrder(row.orderNo));
        }
        return row.paymentNo == null ? List.of() : evidence.find(Filter.ofPayment(row.paymentNo));
    }
}
