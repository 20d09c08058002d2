package dev.consign.processor.backoffice.statements;

import dev.consign.engine.payout.HeldOrder;
import dev.consign.id.ConsignorId;
import dev.consign.ledger.Account;
import dev.consign.ledger.Journal.JournalKind;
import dev.consign.platform.refusal.NotFound;
import dev.consign.platform.refusal.Refused;
import dev.consign.processor.backoffice.statements.Movement.Payout;
import dev.consign.processor.backoffice.statements.Movement.Place;
import dev.consign.processor.backoffice.statements.Movement.Sale;
import dev.consign.sql.Utc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What happened on a consignor's account on one UTC day, straight from the ledger. It is read page
/// by page, with no transaction open in between: a day may have any number of sales, and who reads
/// slowly keeps nobody waiting. Every sale posts to the account, also one that was all fee.
@Component
public final class Statements {
    private static final int PAGE = 1_000;

    private static final String EXISTS =
            "SELECT COUNT(*) FROM consignor WHERE consignor_id = :consignor";

    private static final String ANY_CURRENCY =
            "SELECT currency FROM item WHERE consignor_id = :consignor ORDER BY item_id DESC LIMIT 1";

    private static final String OPENING =
            """
            SELECT currency, -SUM(amount_minor) AS balance FROM ledger_entry
             WHERE account = :account AND posted_at < :from
             GROUP BY currency
            """;

    private static final String OPENING_OF_ALL =
            """
            SELECT currency, -SUM(CASE WHEN posted_at < :from THEN amount_minor ELSE 0 END) AS balance
              FROM ledger_entry
             WHERE account = :account AND posted_at < :to
             GROUP BY currency
            HAVING balance <> 0 OR MAX(posted_at) >= :from
            """;

    private static final String MOVEMENTS =
            """
            SELECT e.journal_key, e.line, e.posted_at, e.currency, -e.amount_minor AS change_minor,
                   COALESCE((SELECT -SUM(f.amount_minor) FROM ledger_entry f
                              WHERE f.journal_key = e.journal_key AND f.account = :fee
                                AND f.currency = e.currency), 0) AS fee_minor,
                   COALESCE((SELECT -SUM(r.amount_minor) FROM ledger_entry r
                              WHERE r.journal_key = e.journal_key AND r.account = :rounding
                                AND r.currency = e.currency), 0) AS rounding_minor,
                   j.kind, j.order_no, o.quantity, i.title, p.payout_id, p.business_date
              FROM ledger_entry e
              JOIN journal j ON j.journal_key = e.journal_key
              LEFT JOIN orders o ON o.order_no = j.order_no
              LEFT JOIN item i ON i.item_id = o.item_id
              LEFT JOIN payout p ON p.journal_key = e.journal_key
             WHERE e.account = :account
               AND e.posted_at >= :at AND e.posted_at < :to
               AND (e.posted_at > :at OR e.journal_key > :key
                    OR (e.journal_key = :key AND e.line > :line)) -- those before it were read
             ORDER BY e.posted_at, e.journal_key, e.line
             LIMIT :page
            """;

    private static final String HELD =
            "SELECT "
                    + HeldOrder.COLUMNS
                    + """
                      , (SELECT -SUM(e.amount_minor)
                           FROM journal j
                           JOIN ledger_entry e ON e.journal_key = j.journal_key AND e.account = :account
                          WHERE j.order_no = h.order_no AND e.posted_at < :to) AS minor
                      FROM payout_hold h
                     WHERE h.consignor_id = :consignor
                       AND h.held_at < :to
                       AND (h.released_at IS NULL OR h.released_at >= :to) -- so it was when the day ended
                    HAVING minor > 0 -- the rest went back to the buyers
                     ORDER BY h.order_no
                    """;

    private final JdbcClient jdbc;

    Statements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @throws Refused when there is no such consignor
    void require(ConsignorId consignor) {
        var known =
                jdbc.sql(EXISTS).param("consignor", consignor.value()).query(Long.class).single();
        if (known == 0) {
            throw new Refused(new NotFound("consignor " + consignor));
        }
    }

    /// What was owed when the day began, by currency; those with nothing are left out.
    SortedMap<String, Long> opening(ConsignorId consignor, LocalDate date) {
        var balances = new TreeMap<String, Long>();
        jdbc.sql(OPENING)
                .param("account", Account.payable(consignor).name())
                .param("from", Utc.column(start(date)))
                .query(row -> {
                    var balance = row.getLong("balance");
                    if (balance != 0) {
                        balances.put(row.getString("currency"), balance);
                    }
                });
        return balances;
    }

    /// The same for every currency that a statement of the day is about: those with nothing, too,
    /// when they move on that day.
    SortedMap<String, Long> openingOfAll(ConsignorId consignor, LocalDate date) {
        var balances = new TreeMap<String, Long>();
        jdbc.sql(OPENING_OF_ALL)
                .param("account", Account.payable(consignor).name())
                .param("from", Utc.column(start(date)))
                .param("to", Utc.column(start(date.plusDays(1))))
                .query(row -> {
                    balances.put(row.getString("currency"), row.getLong("balance"));
                });
        return balances;
    }

    /// Shows each movement of the day, in the order of their times.
    void movements(ConsignorId consignor, LocalDate date, Consumer<Movement> reader) {
        var last = new Place(start(date), "", -1);
        List<Movement> page;
        do {
            page = page(consignor, last, start(date.plusDays(1)));
            page.forEach(reader);
            last = page.isEmpty() ? last : page.getLast().place();
        } while (page.size() == PAGE);
    }

    /// Shows each order that was held back from payouts when the day ended.
    void held(ConsignorId consignor, LocalDate date, Consumer<HeldOrder> reader) {
        jdbc.sql(HELD)
                .param("account", Account.payable(consignor).name())
                .param("consignor", consignor.value())
                .param("to", Utc.column(start(date.plusDays(1))))
                .query(row -> {
                    reader.accept(HeldOrder.of(row));
                });
    }

    /// In what a consignor without any movement is told that there was none.
    String usualCurrency(ConsignorId consignor) {
        return jdbc.sql(ANY_CURRENCY)
                .param("consignor", consignor.value())
                .query(String.class)
                .optional()
                .orElse("CNY");
    }

    private List<Movement> page(ConsignorId consignor, Place after, Instant to) {
        return jdbc.sql(MOVEMENTS)
                .param("fee", Account.PLATFORM_FEE.name())
                .param("rounding", Account.ROUNDING.name())
                .param("account", Account.payable(consignor).name())
                .param("at", Utc.column(after.at()))
                .param("key", after.journalKey())
                .param("line", after.line())
                .param("to", Utc.column(to))
                .param("page", PAGE)
                .query((row, _) -> movement(row))
                .list();
    }

    private static Movement movement(ResultSet row) throws SQLException {
        @Nullable String orderNo = row.getString("order_no");
        @Nullable String payoutId = row.getString("payout_id");
        return new Movement(
                new Place(
                        Utc.instant(row, "posted_at"),
                        row.getString("journal_key"),
                        row.getInt("line")),
                JournalKind.valueOf(row.getString("kind")),
                row.getString("currency"),
                row.getLong("change_minor"),
                row.getLong("fee_minor"),
                row.getLong("rounding_minor"),
                orderNo == null
                        ? null
                        : new Sale(orderNo, row.getString("title"), row.getInt("quantity")),
                payoutId == null
                        ? null
                        : new Payout(payoutId, row.getObject("business_date", LocalDate.class)));
    }

    static Instant start(LocalDate date) {
        return date.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
