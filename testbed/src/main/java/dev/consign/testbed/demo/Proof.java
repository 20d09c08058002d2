package dev.consign.testbed.demo;

import dev.consign.testbed.audit.Invariants;
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
                "%d placed, %d of them anew: %d delivered, %d failed, %d expired unpaid"
                        .formatted(
                                day.placed() + day.unanswered() + 2 * Evening.GONE,
                                day.unanswered(),
                                paid,
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
                                books.judged(
                                        "source = 'CALLBACK' AND outcome IN ('DUPLICATE', 'STALE')")));
        line(
                lines,
                "found by requery",
                "%d"
                        .formatted(
                                books.judged(
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
        line(lines, "credited exactly once", "%d of %d".formatted(credited, paid));
        line(
                lines,
                "late money",
                "%d delivered for, %d returned since the goods were gone"
                        .formatted(
                                books.deliveredLate(),
                                books.orders("REFUNDED") - Evening.WHOLE_REFUNDS));
        line(lines, "second payments", "%d, all returned".formatted(day.of(Plan.Fate.PAID_TWICE)));
        line(
                lines,
                "refunds",
                "%d of %d asked for: %d by the rules, %d whole and %d in part by the shop"
                        .formatted(
                                books.refunds("status = 'SUCCEEDED'"),
                                books.refunds("1 = 1"),
                                books.refunds("actor = 'door'"),
                                Evening.WHOLE_REFUNDS,
                                Evening.PART_REFUNDS));
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
                        && books.orders("COMPLETED") == paid - Evening.WHOLE_REFUNDS
                        && books.orders("FAILED") == day.of(Plan.Fate.FAILS)
                        && books.orders("EXPIRED")
                                == day.of(Plan.Fate.NEVER_PAID) + day.unanswered()
                        && books.orders("REFUNDED") == Evening.WHOLE_REFUNDS + Evening.GONE
                        // On a slow machine others expire too before their money is heard of.
                        && books.deliveredLate() >= day.of(Plan.Fate.PAID_LATE)
                        && books.refunds("status = 'SUCCEEDED'") == evening.refunds()
                        && books.refunds("status <> 'SUCCEEDED'") == 0
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
