package dev.consign.processor.order;

import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.ledger.Account;
import dev.consign.ledger.Books;
import dev.consign.money.Money;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Pays one consignor what is owed, each unit of money once, in the caller's transaction: who holds
/// the consignor's row decides alone, and reads the balance only then.
///
/// No order is ever seen half settled: a journal's entries are committed whole, with the delivery
/// they belong to, or not at all. What is committed later is paid by the next payout, whatever time
/// it bears: a balance is always that of the whole account.
public final class PayoutWrites {
    private static final String LOCK =
            "SELECT consignor_id FROM consignor WHERE consignor_id = :consignor FOR UPDATE";

    // Credits count up to the day that is paid. Debits count whenever they were posted: what was
    // paid or taken back since then is owed no more, whichever day is paid first.
    private static final String BALANCES =
            """
            SELECT account, currency,
                   -SUM(CASE WHEN amount_minor > 0 OR posted_at < :until THEN amount_minor ELSE 0 END) AS due,
                   -SUM(amount_minor) AS balance,
                   SUM(CASE WHEN journal_key LIKE '%:SETTLE' AND posted_at < :until THEN 1 ELSE 0 END) AS orders
              FROM ledger_entry
             WHERE account IN (:accounts)
             GROUP BY account, currency
             ORDER BY account, currency
            """;

    private static final String PAID =
            """
            SELECT currency, SUM(orders) AS orders,
                   SUM(CASE WHEN business_date = :date THEN 1 ELSE 0 END) AS that_day
              FROM payout
             WHERE consignor_id = :consignor
             GROUP BY currency
            """;

    private static final String INSERT =
            """
            INSERT INTO payout (payout_id, consignor_id, business_date, currency, amount_minor, orders, journal_key,
                                request_id, actor, paid_at)
            VALUES (:payout, :consignor, :date, :currency, :minor, :orders, :journal, :request, :actor, :now)
            """;

    private final JdbcClient jdbc;
    private final LedgerWrites ledger;
    private final IdSource ids;

    public PayoutWrites(JdbcClient jdbc, JdbcTemplate batches, IdSource ids) {
        this.jdbc = jdbc;
        this.ledger = new LedgerWrites(batches);
        this.ids = ids;
    }

    /// How they stand, without locking anything: what is paid is decided again by [#pay].
    ///
    /// @return one a consignor and currency; none for those who never sold anything
    public List<Standing> standings(
            List<ConsignorId> consignors, LocalDate businessDate, Instant now) {
        if (consignors.isEmpty()) {
            return List.of();
        }
        var accounts =
                consignors.stream()
                        .collect(Collectors.toMap(one -> Account.payable(one).name(), one -> one));
        return jdbc.sql(BALANCES)
                .param("until", until(businessDate, now))
                .param("accounts", accounts.keySet())
                .query((row, _) ->
                        new Standing(
                                Objects.requireNonNull(accounts.get(row.getString("account"))),
                                Money.of(row.getString("currency"), row.getLong("due")),
                                Money.of(row.getString("currency"), row.getLong("balance")),
                                row.getLong("orders")))
                .list();
    }

    /// Pays all that is due to the consignor, unless this day was paid before; must be called
    /// inside a transaction. The consignor must exist.
    ///
    /// @return what stays on the account, one amount a currency, never zero
    public List<Money> pay(ConsignorId consignor, PayoutOrder order, Instant now) {
        lock(consignor);
        var before =
                paid(consignor, order.businessDate).stream()
                        .collect(Collectors.toMap(Paid::currency, Function.identity()));
        var left = new ArrayList<Money>();
        for (var standing : standings(List.of(consignor), order.businessDate, now)) {
            @Nullable Paid paid = before.get(standing.due.currency().getCurrencyCode());
            var rest = standing.balance;
            if (standing.due.isPositive() && (paid == null || !paid.thatDay)) {
                // More than all were counted when a later day was paid before this one.
                var orders = Math.max(0, standing.orders - (paid == null ? 0 : paid.orders));
                write(consignor, order, standing.due, orders, now);
                rest = rest.minus(standing.due);
            }
            if (rest.minor() != 0) {
                left.add(rest);
            }
        }
        return left;
    }

    private void lock(ConsignorId consignor) {
        var locked =
                jdbc.sql(LOCK).param("consignor", consignor.value()).query(String.class).list();
        InvariantViolation.expect("consignors " + consignor, 1, locked.size());
    }

    private void write(
            ConsignorId consignor, PayoutOrder order, Money amount, long orders, Instant now) {
        var journal = Books.paidOut(consignor, order.businessDate, amount, now);
        jdbc.sql(INSERT)
                .param("payout", ids.next('Y'))
                .param("consignor", consignor.value())
                .param("date", order.businessDate)
                .param("currency", amount.currency().getCurrencyCode())
                .param("minor", amount.minor())
                .param("orders", orders)
                .param("journal", journal.key())
                .param("request", order.requestId)
                .param("actor", order.actor)
                .param("now", Utc.column(now))
                .update();
        ledger.write(List.of(journal));
    }

    private List<Paid> paid(ConsignorId consignor, LocalDate businessDate) {
        return jdbc.sql(PAID)
                .param("date", businessDate)
                .param("consignor", consignor.value())
                .query((row, _) ->
                        new Paid(
                                row.getString("currency"),
                                row.getLong("orders"),
                                row.getLong("that_day") > 0))
                .list();
    }

    /// The end of the day, and of today what has been of it so far: no payout pays what is posted
    /// after it.
    private static LocalDateTime until(LocalDate businessDate, Instant now) {
        var end = businessDate.plusDays(1).atStartOfDay();
        var sofar = LocalDateTime.ofInstant(now.plusMillis(1), ZoneOffset.UTC);
        return Utc.column((end.isBefore(sofar) ? end : sofar).toInstant(ZoneOffset.UTC));
    }

    /// What is to be paid, and who says so.
    ///
    /// @param businessDate a UTC day that has begun
    /// @param requestId 32 bytes, the same for every repeat of the request
    /// @param actor for the record
    public record PayoutOrder(LocalDate businessDate, byte[] requestId, String actor) {}

    /// What a consignor has in one currency.
    ///
    /// @param due to be paid for the day; not positive when there is nothing
    /// @param balance of the whole account, negative when the consignor owes us
    /// @param orders ever sold up to the end of the day
    public record Standing(ConsignorId consignor, Money due, Money balance, long orders) {}

    private record Paid(String currency, long orders, boolean thatDay) {}
}
