package dev.consign.processor.cases;

import dev.consign.processor.cases.CaseDetail.AuditView;
import dev.consign.processor.evidence.Evidence;
import dev.consign.processor.evidence.Evidence.EvidenceView;
import dev.consign.processor.evidence.Evidence.Filter;
import dev.consign.processor.evidence.OrderReading;
import dev.consign.processor.security.Caller;
import java.util.List;

/// Puts together what somebody must know to resolve a case.
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

    /// @throws dev.consign.processor.problem.ApiFailure when there is no such case
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
