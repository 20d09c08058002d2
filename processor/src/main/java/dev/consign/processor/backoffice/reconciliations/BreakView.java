package dev.consign.processor.backoffice.reconciliations;

import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.reconciliation.BreakStatus;
import dev.consign.reconciliation.BreakType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// A difference as finance sees it; its status is today's, whichever run is looked at.
///
/// @param paymentNo null when the line names none
/// @param transactionId the gateway's where it says one, else ours
/// @param hereTransactionId ours, where it is another; then `why` says more
/// @param amount the money in question
/// @param there what the gateway says, if it says anything
/// @param here what our books say, if they say anything
/// @param line of the file, if it is in it
record BreakView(
        String breakId,
        BreakType type,
        BreakStatus status,
        String gateway,
        LocalDate businessDate,
        @Nullable String paymentNo,
        @Nullable String refundNo,
        @Nullable String transactionId,
        @Nullable String hereTransactionId,
        @Nullable Integer line,
        MoneyBody amount,
        @Nullable MoneyBody there,
        @Nullable MoneyBody here,
        @Nullable Instant occurredAt,
        String why,
        String firstRunId,
        String lastRunId,
        Instant foundAt,
        Instant changedAt) {

    static BreakView of(BreakRow row) {
        return new BreakView(
                row.breakId,
                row.type,
                row.status,
                row.gateway,
                row.businessDate,
                row.paymentNo,
                row.refundNo,
                row.transactionId,
                row.hereTransactionId,
                row.lineNo,
                new MoneyBody(row.currency, row.amountMinor),
                money(row.thereCurrency, row.thereMinor),
                money(row.hereCurrency, row.hereMinor),
                RunView.instant(row.occurredAt),
                row.why,
                row.firstRunId,
                row.lastRunId,
                row.foundAt.toInstant(ZoneOffset.UTC),
                row.changedAt.toInstant(ZoneOffset.UTC));
    }

    private static @Nullable MoneyBody money(@Nullable String currency, @Nullable Long minor) {
        return currency == null ? null : new MoneyBody(currency, minor);
    }
}
