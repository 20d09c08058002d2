package dev.consign.processor.backoffice.approvals;

import dev.consign.sql.RefusedToStart;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// What one person may do alone (issue 11, number 1).
///
/// @param secondPersonAbove minor units, of whatever currency: what moves more money of one order
///   needs a second person; 0 lets nobody move any alone
/// @param payoutAbove the same for all that is paid to consignors for one business day
/// @param validFor how long a proposal waits to be approved
@ConfigurationProperties("consign.approval")
public record ApprovalSettings(Long secondPersonAbove, Long payoutAbove, Duration validFor) {
    /// @throws RefusedToStart when one is missing or negative
    public ApprovalSettings {
        if (secondPersonAbove == null
                || secondPersonAbove < 0
                || payoutAbove == null
                || payoutAbove < 0) {
            throw new RefusedToStart(
                    "consign.approval.second-person-above and payout-above must be set: minor units that one person may move alone, 0 or more");
        }
        if (validFor == null || validFor.isNegative() || validFor.isZero()) {
            throw new RefusedToStart("consign.approval.valid-for is not set");
        }
    }
}
