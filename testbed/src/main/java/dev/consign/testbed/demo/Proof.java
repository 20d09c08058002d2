package dev.consign.testbed.demo;

import dev.consign.testkit.audit.Invariants;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What is printed at the end, and whether the books balance.
///
/// @param lines the table
/// @param holds whether every order was credited exactly once and every invariant holds
record Proof(List<String> lines, boolean holds) {
    /// @param accepted callbacks that were answered "received", by the gateway's own count
    /// @param refused forged ones that were refused
    static Proof of(TradingDay day, Evening evening, Books books, long accepted, int refused)
            throws SQLException {
        var paid = evening.delivered();
        var credited = books.creditedOnce();
        var violations = books.violations();
        var sum = books.ledgerSum();
        var lines = new ArrayList<String>();
        line(
                lines,
                "orders",
                "%d placed (%d of them anew) = %d completed + %d refunded + %d failed + %d expired"
                        .formatted(
                                day.placed()
                                        + day.checkout().overtaken()
                                        + 2 * Evening.GONE
                                        + Afterwards.orders(),
                                day.checkout().overtaken(),
                                books.orders("COMPLETED"),
                                books.orders("REFUNDED"),
                                books.orders("FAILED"),
                                books.orders("EXPIRED")));
        line(
                lines,
                "callbacks received",
                "%d from the gateway, %d for unknown orders, %d forged"
                        .formatted(accepted, TradingDay.UNKNOWN, TradingDay.FORGED));
        line(
                lines,
                "duplicates absorbed",
                "%d"
                        .formatted(
                                books.processed(
                                        "source = 'CALLBACK' AND outcome IN ('DUPLICATE', 'STALE')")));
        line(
                lines,
                "found by requery",
                "%d"
                        .formatted(
                                books.processed(
                                        "source = 'QUERY' AND kind = 'PAID' AND outcome = 'APPLIED'")));
        line(
                lines,
                "parked as cases",
                "%d unknown orders, %d wrong amounts (%d of them put right since)"
                        .formatted(
                                books.cases("kind = 'UNKNOWN_ORDER'"),
                                books.cases("kind IN ('MISMATCH', 'CONFLICT')"),
                                books.cases("kind = 'MISMATCH' AND status = 'RESOLVED'")));
        line(lines, "forged and refused", "%d of %d".formatted(refused, TradingDay.FORGED));
        line(lines, "credited exactly once", "%d of %d delivered".formatted(credited, paid));
        line(
                lines,
                "late money",
                "%d delivered for, %d returned since the goods were gone"
                        .formatted(
                                books.deliveredLate(),
                                books.orders("REFUNDED")
                                        - Evening.WHOLE_REFUNDS
                                        - Afterwards.refunded()));
        line(lines, "second payments", "%d, all returned".formatted(day.of(Plan.Fate.PAID_TWICE)));
        line(
                lines,
                "refunds",
                "%d of %d asked for: %d by the rules, %d whole and %d in part by the shop"
                        .formatted(
                                books.refunds("status = 'SUCCEEDED'") - Afterwards.refunds(),
                                books.refunds("1 = 1") - Afterwards.refunds() - Afterwards.RETURNED,
                                books.refunds("actor = 'engine' AND gateway_refund_no IS NULL"),
                                Evening.WHOLE_REFUNDS,
                                Evening.PART_REFUNDS));
        line(
                lines,
                "disputes",
                "%d won, %d lost, %d still open"
                        .formatted(
                                books.disputes("WON"),
                                books.disputes("LOST"),
                                books.disputes("OPENED")));
        line(
                lines,
                "revoked",
                "%d refunds came back and went another way, %d of the gateway's dashboard are booked, %d payments went back before they came"
                        .formatted(
                                books.refunds("status = 'RETURNED'"),
                                books.refunds(
                                        "gateway_refund_no IS NOT NULL AND actor <> 'engine'"),
                                Afterwards.REVERSED));
        line(
                lines,
                "other amounts",
                "%d delivered for, %d minor units borne by the platform"
                        .formatted(Afterwards.OTHER_AMOUNT, books.difference()));
        line(
                lines,
                "payouts",
                "%d consignors paid %d minor units, %d still owed"
                        .formatted(evening.paidOut(), books.paidOut(), books.payable()));
        line(lines, "ledger", "%d entries, sum %d".formatted(books.ledgerEntries(), sum));
        line(
                lines,
                "invariants checked",
                "%d, violations %d".formatted(Invariants.names().size(), violations.size()));
        violations.forEach(violation -> lines.add("  ! " + violation));
        var holds =
                credited == paid
                        && books.orders("COMPLETED")
                                == paid
                                        - Evening.WHOLE_REFUNDS
                                        - Afterwards.LOST
                                        - Afterwards.RETURNED
                        && books.orders("FAILED") == day.of(Plan.Fate.FAILS)
                        && books.orders("EXPIRED")
                                == day.of(Plan.Fate.NEVER_PAID) + day.checkout().overtaken()
                        && books.orders("REFUNDED")
                                == Evening.WHOLE_REFUNDS + Evening.GONE + Afterwards.refunded()
                        // On a slow machine others expire too before their money is heard of.
                        && books.deliveredLate() >= day.of(Plan.Fate.PAID_LATE)
                        && books.refunds("status = 'SUCCEEDED'") == evening.refunds()
                        && books.refunds("status = 'RETURNED'") == Afterwards.RETURNED
                        && books.refunds("status NOT IN ('SUCCEEDED', 'RETURNED')") == 0
                        && books.disputes("WON") == Afterwards.WON
                        && books.disputes("LOST") == Afterwards.LOST
                        && books.difference() == Afterwards.OTHER_AMOUNT
                        && books.payable() == 0
                        && evening.paidOut() > 0
                        && books.waiting() == 0
                        && sum == 0
                        && violations.isEmpty()
                        && refused == TradingDay.FORGED;
        return new Proof(List.copyOf(lines), holds);
    }

    private static void line(List<String> lines, String name, String value) {
        lines.add("  %-22s %s".formatted(name, value));
    }
}
