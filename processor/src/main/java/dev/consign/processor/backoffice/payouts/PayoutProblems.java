package dev.consign.processor.backoffice.payouts;

import dev.consign.processor.api.problem.Problem;
import dev.consign.processor.api.problem.RefusalProblems;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// How HTTP says why nothing is paid out.
@Component
final class PayoutProblems implements RefusalProblems<DayNotBegun> {
    @Override
    public Class<DayNotBegun> refusals() {
        return DayNotBegun.class;
    }

    @Override
    public Problem of(DayNotBegun refusal) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "future_business_date",
                "%s has not begun in UTC; nothing is owed for it yet."
                        .formatted(refusal.businessDate()));
    }
}
