package dev.consign.engine.payout;

import dev.consign.id.OrderNo;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An order whose proceeds are not paid out because money of its payment is in doubt
/// (docs/rules.md, rule 13). Whoever shows it says why in the same words.
///
/// @param amount what the order brought its consignor, less what was refunded of it; more than
///   nothing
/// @param since when a payout held it back first
/// @param caseId the open case; null where only the dispute says so
/// @param disputeNo the gateway's number of the open dispute; null unless there is no case
public record HeldOrder(
        OrderNo orderNo,
        Money amount,
        Instant since,
        CaseKind kind,
        @Nullable String caseId,
        @Nullable String disputeNo) {
    /// What [#of] needs of `payout_hold h`, for a SELECT list; and the amount, as `minor`.
    public static final String COLUMNS =
            "h.order_no, h.currency, h.held_at, h.kind, h.case_id, h.dispute_no";

    /// @throws SQLException when a column is missing
    public static HeldOrder of(ResultSet row) throws SQLException {
        return new HeldOrder(
                new OrderNo(row.getString("order_no")),
                Money.of(row.getString("currency"), row.getLong("minor")),
                Utc.instant(row, "held_at"),
                CaseKind.valueOf(row.getString("kind")),
                row.getString("case_id"),
                row.getString("dispute_no"));
    }

    /// For the run, the statement and the list alike.
    public String why() {
        return caseId == null
                ? "held back: dispute " + disputeNo
                : "held back: case %s (%s)".formatted(caseId, kind);
    }
}
