package dev.consign.processor.backoffice.cases;

import dev.consign.processor.backoffice.cases.stored.CaseRow;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// One case, as lists show it.
///
/// @param owner who closed it
record CaseView(
        String caseId,
        String kind,
        String status,
        @Nullable String orderNo,
        @Nullable String paymentNo,
        @Nullable String messageId,
        String evidence,
        @Nullable String owner,
        @Nullable String resolution,
        Instant openedAt,
        @Nullable Instant resolvedAt) {
    static CaseView of(CaseRow row) {
        return new CaseView(
                row.caseId,
                row.kind,
                row.status,
                row.orderNo,
                row.paymentNo,
                row.messageId,
                row.evidence,
                row.owner,
                row.resolution,
                row.openedAt.toInstant(ZoneOffset.UTC),
                instant(row.resolvedAt));
    }

    private static @Nullable Instant instant(@Nullable LocalDateTime at) {
        return at == null ? null : at.toInstant(ZoneOffset.UTC);
    }
}
