package dev.consign.processor.backoffice.statements;

import dev.consign.engine.payout.HeldOrder;
import dev.consign.processor.api.problem.MoneyBody;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A consignor's statement of one day. The lines are complete; of orders, refunds, payouts and what
/// is held back the first 10,000 each are listed. The CSV has all movements.
///
/// @param payable what the consignor earned with the day's sales; null when they were in several
///   currencies and none was asked for, see the lines
/// @param fee what the platform kept of them; null likewise
/// @param lines one a currency
/// @param payouts what was paid to the consignor on that day, for whatever business date
/// @param heldBack orders that payouts have held back, and none had paid when the day ended: money
///   of their payments is in doubt. A part of the closing balance
/// @param leftOut how many orders, refunds, payouts and held orders are not listed
public record StatementView(
        String consignorId,
        LocalDate date,
        @Nullable MoneyBody payable,
        @Nullable MoneyBody fee,
        List<Line> lines,
        List<SoldOrder> orders,
        List<RefundedOrder> refunds,
        List<PaidOut> payouts,
        List<HeldMoney> heldBack,
        long leftOut) {

    /// closing = opening + payable - refunded - paidOut, and sold = fee + rounding + payable.
    ///
    /// @param opening balance when the day began; negative when the consignor owes us
    /// @param sold what the buyers paid
    /// @param fee what the platform kept of it
    /// @param rounding what rounding left over
    /// @param payable the consignor's share of it
    /// @param refunded what the consignor gave back of earlier sales
    /// @param paidOut what the consignor was paid
    /// @param closing balance when the day ended
    public record Line(
            String currency,
            MoneyBody opening,
            MoneyBody sold,
            MoneyBody fee,
            MoneyBody rounding,
            MoneyBody payable,
            MoneyBody refunded,
            MoneyBody paidOut,
            MoneyBody closing) {}

    /// @param gross what the buyer paid
    record SoldOrder(
            String orderNo,
            String itemTitle,
            int quantity,
            MoneyBody gross,
            MoneyBody fee,
            MoneyBody payable,
            Instant at) {}

    /// @param gross what the buyer got back
    /// @param fee what the platform gave of it
    /// @param payable what the consignor gave of it
    record RefundedOrder(
            String refundNo,
            String orderNo,
            String itemTitle,
            MoneyBody gross,
            MoneyBody fee,
            MoneyBody payable,
            Instant at) {}

    /// @param businessDate the day it was paid for
    record PaidOut(String payoutId, LocalDate businessDate, MoneyBody amount, Instant at) {}

    /// @param amount what the order brought the consignor, less what was refunded of it
    /// @param caseId null where a dispute has no open case
    /// @param kind of the case
    /// @param since when a payout held it back first
    record HeldMoney(
            String orderNo,
            MoneyBody amount,
            @Nullable String caseId,
            String kind,
            String why,
            Instant since) {
        static HeldMoney of(HeldOrder held) {
            return new HeldMoney(
                    held.orderNo().value(),
                    MoneyBody.of(held.amount()),
                    held.caseId(),
                    held.kind().name(),
                    held.why(),
                    held.since());
        }
    }
}
