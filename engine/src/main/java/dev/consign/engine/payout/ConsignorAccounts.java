package dev.consign.engine.payout;

import dev.consign.engine.payout.PayoutWrites.Standing;
import dev.consign.id.ConsignorId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.ledger.Account;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.order.Doubt;
import dev.consign.payment.FactKind;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads what consignors are owed, and which of their orders are in doubt.
final class ConsignorAccounts {
    // Credits count up to the time that is paid for. Debits count whenever they were posted: what
    // was paid or taken back since then is owed no more, whichever day is paid first.
    private static final String SUMS =
            """
                   -SUM(CASE WHEN e.amount_minor > 0 OR e.posted_at < :until THEN e.amount_minor ELSE 0 END) AS due,
                   -SUM(e.amount_minor) AS balance,
                   SUM(CASE WHEN e.journal_key LIKE '%:SETTLE' AND e.posted_at < :until THEN 1 ELSE 0 END) AS orders
            """;

    private static final String BALANCES =
            "SELECT e.account, e.currency,\n"
                    + SUMS
                    + """
                      FROM ledger_entry e
                     WHERE e.account IN (:accounts)
                     GROUP BY e.account, e.currency
                     ORDER BY e.account, e.currency
                    """;

    // One statement sees one moment: a refund, or a case, that is committed meanwhile is in all of
    // it or in nothing. Its first half is the account; the second the orders in doubt that may not
    // have been paid out, one row a doubt. Their `due` is what they add to that of the account:
    // every refund counts, whenever it was posted.
    private static final String READ =
            """
            WITH newest AS (SELECT currency, MAX(posted_before) AS posted_before
                              FROM payout
                             WHERE consignor_id = :consignor
                             GROUP BY currency)
            SELECT e.currency,
            """
                    + SUMS
                    + """
                           , SUM(CASE WHEN e.journal_key LIKE '%:SETTLE' AND e.posted_at < n.posted_before THEN 1 ELSE 0 END) AS orders_before,
                           NULL AS order_no, NULL AS payment_no, NULL AS posted_at,
                           NULL AS case_id, NULL AS kind, NULL AS fact_kind, NULL AS dispute_no
                      FROM ledger_entry e
                      LEFT JOIN newest n ON n.currency = e.currency
                     WHERE e.account = :account
                     GROUP BY e.currency
                    UNION ALL
                    SELECT e.currency,
                           -e.amount_minor - COALESCE((SELECT SUM(back.amount_minor)
                                                         FROM journal r
                                                         JOIN ledger_entry back ON back.journal_key = r.journal_key
                                                                               AND back.account = :account
                                                        WHERE r.order_no = j.order_no AND r.kind = 'REFUND'), 0),
                           0, 0, 0, j.order_no, p.payment_no, e.posted_at, c.case_id, c.kind, c.fact_kind, d.dispute_no
                      FROM ledger_entry e
                      LEFT JOIN newest n ON n.currency = e.currency
                      JOIN journal j ON j.journal_key = e.journal_key AND j.kind = 'SETTLE'
                      JOIN payment p ON p.order_no = j.order_no
                      LEFT JOIN case_file c ON c.payment_no = p.payment_no AND c.status = 'OPEN'
                       AND c.kind IN (:doubts)
                      LEFT JOIN dispute d ON d.payment_no = p.payment_no AND d.status = 'OPENED'
                     WHERE e.account = :account
                       AND e.posted_at < :until
                       AND (n.posted_before IS NULL OR e.posted_at >= n.posted_before - INTERVAL 5 MINUTE
                            OR e.journal_key IN (:held)) -- what was posted earlier is paid
                       AND NOT EXISTS (SELECT 1 FROM payout_hold h
                                        WHERE h.order_no = j.order_no AND h.released_at IS NOT NULL) -- this, too
                       AND (c.case_id IS NOT NULL OR d.dispute_no IS NOT NULL)
                     ORDER BY currency, order_no, case_id
                    """;

    private final JdbcClient jdbc;

    ConsignorAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param holding for whom an order is held back
    /// @return one a consignor and currency; none for those who never sold anything
    List<Standing> standings(
            List<ConsignorId> consignors, LocalDateTime until, Set<ConsignorId> holding) {
        if (consignors.isEmpty()) {
            return List.of();
        }
        var accounts =
                consignors.stream()
                        .collect(Collectors.toMap(one -> Account.payable(one).name(), one -> one));
        return jdbc.sql(BALANCES)
                .param("until", until)
                .param("accounts", accounts.keySet())
                .query((row, _) -> {
                    var consignor = Objects.requireNonNull(accounts.get(row.getString("account")));
                    return standing(consignor, row, holding.contains(consignor));
                })
                .list();
    }

    /// @param held orders that a payout has held back
    Reading read(ConsignorId consignor, LocalDateTime until, Collection<OrderNo> held) {
        var accounts = new ArrayList<Settled>();
        var doubtful = new ArrayList<Doubtful>();
        jdbc.sql(READ)
                .param("consignor", consignor.value())
                .param("account", Account.payable(consignor).name())
                .param("until", until)
                .param("doubts", Doubt.MAY_HOLD_MONEY.stream().map(Enum::name).toList())
                // A list must not be empty; no journal has this key.
                .param(
                        "held",
                        held.isEmpty()
                                ? List.of("-")
                                : held.stream().map(one -> one + ":SETTLE").toList())
                .query(row -> {
                    if (row.getString("order_no") == null) {
                        accounts.add(
                                new Settled(
                                        standing(consignor, row, !held.isEmpty()),
                                        row.getLong("orders_before")));
                    } else {
                        doubtful.add(doubtful(row));
                    }
                });
        return new Reading(accounts, doubtful);
    }

    private static Standing standing(ConsignorId consignor, ResultSet row, boolean holds)
            throws SQLException {
        return new Standing(
                consignor,
                Money.of(row.getString("currency"), row.getLong("due")),
                Money.of(row.getString("currency"), row.getLong("balance")),
                row.getLong("orders"),
                holds);
    }

    private static Doubtful doubtful(ResultSet row) throws SQLException {
        @Nullable String caseId = row.getString("case_id");
        @Nullable String fact = row.getString("fact_kind");
        return new Doubtful(
                new OrderNo(row.getString("order_no")),
                Money.of(row.getString("currency"), row.getLong("due")),
                Utc.instant(row, "posted_at"),
                caseId == null
                        ? null
                        : new Doubt(
                                caseId,
                                caseId,
                                CaseKind.valueOf(row.getString("kind")),
                                new PaymentNo(row.getString("payment_no")),
                                fact == null ? null : FactKind.valueOf(fact),
                                null,
                                null,
                                null,
                                null),
                row.getString("dispute_no"));
    }

    /// A consignor at one moment.
    record Reading(List<Settled> accounts, List<Doubtful> doubtful) {}

    /// An account in one currency.
    ///
    /// @param ordersBefore sold before the time up to which the newest payout has paid
    record Settled(Standing standing, long ordersBefore) {}

    /// An order about which something is open; it may be no money, and the order may be paid out.
    ///
    /// @param share what it brought the consignor, less what was refunded of it
    /// @param settledAt when it was sold
    /// @param doubt what the case says; null when there is no open case
    /// @param disputeNo of a dispute that is open; null for none
    record Doubtful(
            OrderNo orderNo,
            Money share,
            Instant settledAt,
            @Nullable Doubt doubt,
            @Nullable String disputeNo) {
        /// Whether money of its payment is in doubt.
        boolean holdsMoney() {
            return disputeNo != null || (doubt != null && doubt.holdsMoney());
        }

        HeldOrder heldSince(Instant since) {
            var byCase = doubt != null && doubt.holdsMoney();
            return new HeldOrder(
                    orderNo,
                    share,
                    since,
                    byCase ? Objects.requireNonNull(doubt).kind() : CaseKind.DISPUTE,
                    byCase ? Objects.requireNonNull(doubt).caseId() : null,
                    byCase ? null : disputeNo);
        }
    }
}
