package dev.consign.processor.backoffice.payouts;

import dev.consign.engine.payout.HeldOrder;
import dev.consign.id.ConsignorId;
import dev.consign.id.NumberPrefix;
import dev.consign.money.Money;
import dev.consign.platform.keyset.KeysetPage;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import dev.consign.processor.api.problem.MoneyBody;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What was paid out, and what was not because it is in doubt.
@Component
final class Payouts {
    private static final int LIMIT = 200;
    private static final String COLUMNS =
            "SELECT payout_id, consignor_id, business_date, currency, amount_minor, orders, held_minor, actor, approved_by, paid_at FROM payout";

    private static final String OF_REQUEST =
            COLUMNS
                    + """

                     WHERE request_id = :request
                     ORDER BY payout_id LIMIT :most
                    """;

    private static final String TOTALS =
            """
            SELECT currency, COUNT(*) AS payouts, SUM(amount_minor) AS minor
              FROM payout
             WHERE request_id = :request
             GROUP BY currency ORDER BY currency
            """;

    // By the keys of either table: how much of an order is left is the ledger's to say.
    private static final String HELD =
            "SELECT h.consignor_id, "
                    + HeldOrder.COLUMNS
                    + """
                      , c.status AS case_status,
                           (SELECT -SUM(e.amount_minor)
                              FROM journal j
                              JOIN ledger_entry e ON e.journal_key = j.journal_key
                                                 AND e.account = CONCAT('consignor:', h.consignor_id, ':payable')
                             WHERE j.order_no = h.order_no) AS minor
                      FROM payout_hold h
                      LEFT JOIN case_file c ON c.case_id = h.case_id
                     WHERE h.released_at IS NULL
                       AND h.order_no < :after
                       AND h.held_at >= :from AND h.held_at < :to
                    """;

    private static final String HELD_ORDER =
            """
            HAVING minor > 0 -- the rest went back to the buyers
             ORDER BY h.order_no DESC LIMIT :most
            """;

    private static final String HELD_OF_ALL = HELD + HELD_ORDER;

    private static final String HELD_OF_ONE =
            HELD + "   AND h.consignor_id = :consignor\n" + HELD_ORDER;

    private final JdbcClient jdbc;

    Payouts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Newest first.
    KeysetPage<PayoutView> page(
            @Nullable ConsignorId consignor, @Nullable LocalDate date, Window window) {
        return statement(consignor, date, window)
                .read(jdbc, (row, _) -> view(row), PayoutView::payoutId);
    }

    static PageStatement statement(
            @Nullable ConsignorId consignor, @Nullable LocalDate date, Window window) {
        return PageStatement.newestFirst(COLUMNS, "payout_id", "paid_at", window)
                .where("consignor_id = :consignor", consignor == null ? null : consignor.value())
                .where("business_date = :date", date);
    }

    /// What payouts have held back and none has paid since, the newest order first.
    ///
    /// @param window by the time at which they were held back first
    KeysetPage<HeldView> held(@Nullable ConsignorId consignor, Window window) {
        var statement =
                consignor == null
                        ? jdbc.sql(HELD_OF_ALL)
                        : jdbc.sql(HELD_OF_ONE).param("consignor", consignor.value());
        var found =
                statement
                        // An order is older than its being held back, by any time.
                        .param("after", Window.after(NumberPrefix.ORDER, window.after()).endName())
                        .param("from", Utc.column(window.start()))
                        .param("to", Utc.column(window.end()))
                        .param("most", LIMIT + 1)
                        .query((row, _) -> heldView(row))
                        .list();
        return KeysetPage.of(found, LIMIT, HeldView::orderNo);
    }

    private static HeldView heldView(ResultSet row) throws SQLException {
        var held = HeldOrder.of(row);
        return new HeldView(
                row.getString("consignor_id"),
                held.orderNo().value(),
                MoneyBody.of(held.amount()),
                held.caseId(),
                row.getString("case_status"),
                held.kind().name(),
                held.why(),
                held.since());
    }

    /// The first ones that a request has made.
    List<PayoutView> of(byte[] requestId, int most) {
        return jdbc.sql(OF_REQUEST)
                .param("request", requestId)
                .param("most", most)
                .query((row, _) -> view(row))
                .list();
    }

    /// All that a request has made, by currency.
    List<Total> totals(byte[] requestId) {
        return jdbc.sql(TOTALS)
                .param("request", requestId)
                .query((row, _) ->
                        new Total(
                                row.getLong("payouts"),
                                MoneyBody.of(
                                        Money.of(row.getString("currency"), row.getLong("minor")))))
                .list();
    }

    private static PayoutView view(ResultSet row) throws SQLException {
        return new PayoutView(
                row.getString("payout_id"),
                row.getString("consignor_id"),
                row.getObject("business_date", LocalDate.class),
                MoneyBody.of(Money.of(row.getString("currency"), row.getLong("amount_minor"))),
                row.getLong("orders"),
                MoneyBody.of(Money.of(row.getString("currency"), row.getLong("held_minor"))),
                row.getString("actor"),
                row.getString("approved_by"),
                Utc.instant(row, "paid_at"));
    }

    /// @param orders sold for the consignor since the payout before
    /// @param heldBack what it left on the account of orders that were in doubt
    /// @param actor who had it paid
    /// @param approvedBy the second person, null where none was needed
    record PayoutView(
            String payoutId,
            String consignorId,
            LocalDate businessDate,
            MoneyBody amount,
            long orders,
            MoneyBody heldBack,
            String actor,
            @Nullable String approvedBy,
            Instant paidAt) {}

    /// An order that is held back, as the last payout found it.
    ///
    /// @param amount what the order brought the consignor, less what was refunded of it since
    /// @param caseId null where a dispute has no open case
    /// @param caseStatus of that case now: when it is closed, the next payout looks again, and pays
    ///   the order unless something else is in doubt
    /// @param since when a payout held it back first
    record HeldView(
            String consignorId,
            String orderNo,
            MoneyBody amount,
            @Nullable String caseId,
            @Nullable String caseStatus,
            String kind,
            String why,
            Instant since) {}

    /// @param payouts how many
    record Total(long payouts, MoneyBody amount) {}
}
