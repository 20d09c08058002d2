package dev.consign.engine.payout;

import dev.consign.engine.payout.ConsignorAccounts.Doubtful;
import dev.consign.engine.payout.ConsignorAccounts.Settled;
import dev.consign.engine.payout.PayoutHolds.Hold;
import dev.consign.engine.table.LedgerWrites;
import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.ledger.Postings;
import dev.consign.money.Money;
import dev.consign.sql.InvariantViolation;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Pays one consignor what is owed, each unit of money once, in the caller's transaction: who holds
/// the consignor's row decides alone, and reads the balance only then. What orders brought of whose
/// payment money is in doubt is held back until the doubt is over (docs/rules.md, rule 13; incident
/// Q2); what was paid out before cannot be.
///
/// No order is ever seen half settled: a journal's entries are committed whole, with the delivery
/// they belong to, or not at all. What is committed later is paid by the next payout, whatever time
/// it bears: a balance is always that of the whole account. A case that is committed later is seen
/// by the next payout, too: for this one the money was not in doubt, and should it go back to the
/// buyer, the payouts that follow work it off like any refund.
public final class PayoutWrites {
    private static final String LOCK =
            "SELECT consignor_id FROM consignor WHERE consignor_id = :consignor FOR UPDATE";

    private static final String PAID =
            """
            SELECT currency, SUM(orders) AS orders, MAX(posted_before) AS posted_before,
                   SUM(CASE WHEN business_date = :date THEN 1 ELSE 0 END) AS that_day
              FROM payout
             WHERE consignor_id = :consignor
             GROUP BY currency
            """;

    private static final String INSERT =
            """
            INSERT INTO payout (payout_id, consignor_id, business_date, currency, amount_minor, orders, posted_before,
                                held_minor, journal_key, request_id, actor, approved_by, paid_at)
            VALUES (:payout, :consignor, :date, :currency, :minor, :orders, :until,
                    :held, :journal, :request, :actor, :approved, :now)
            """;

    private final JdbcClient jdbc;
    private final ConsignorAccounts accounts;
    private final PayoutHolds holds;
    private final LedgerWrites ledger;
    private final IdSource ids;

    public PayoutWrites(JdbcClient jdbc, JdbcTemplate batches, IdSource ids) {
        this.jdbc = jdbc;
        this.accounts = new ConsignorAccounts(jdbc);
        this.holds = new PayoutHolds(jdbc, batches);
        this.ledger = new LedgerWrites(batches);
        this.ids = ids;
    }

    /// How they stand, without locking anything: what is paid is decided again by [#pay], and what
    /// is newly in doubt is looked for only there.
    ///
    /// @return one a consignor and currency; none for those who never sold anything
    public List<Standing> standings(
            List<ConsignorId> consignors, LocalDate businessDate, Instant now) {
        return accounts.standings(consignors, until(businessDate, now), holds.holding(consignors));
    }

    /// Pays all that is due to the consignor and not in doubt, unless this day was paid before;
    /// must be called inside a transaction. The consignor must exist.
    ///
    /// @param may is asked once for each amount, just before it is paid; what it denies is left
    public Left pay(ConsignorId consignor, PayoutOrder order, Predicate<Money> may, Instant now) {
        lock(consignor);
        var until = until(order.businessDate, now);
        var before =
                paid(consignor, order.businessDate).stream()
                        .collect(Collectors.toMap(Paid::currency, Function.identity()));
        var open = holds.open(consignor);
        var reading = accounts.read(consignor, until, open.keySet());
        var carriedOver = new ArrayList<Money>();
        var heldBack = new ArrayList<HeldOrder>();
        var made = new ArrayList<Made>();
        var aboveLimit = new ArrayList<Money>();
        for (var account : reading.accounts()) {
            var standing = account.standing();
            @Nullable Paid paid = before.get(standing.currency());
            var held = held(account, reading.doubtful(), paid, open, now);
            holds.keep(consignor, held);
            heldBack.addAll(held);
            var payable = new Payable(standing, sum(standing, held), until);
            var rest = standing.balance;
            var toPay = payable.amount().isPositive() && (paid == null || !paid.thatDay);
            if (toPay && !may.test(payable.amount())) {
                aboveLimit.add(payable.amount());
            } else if (toPay) {
                // More than all were counted when a later day was paid before this one.
                var orders = Math.max(0, standing.orders - (paid == null ? 0 : paid.orders));
                var payoutId = write(order, payable, orders, now);
                holds.release(released(payable, open.values(), held), payoutId, now);
                made.add(new Made(payoutId, payable.amount()));
                rest = rest.minus(payable.amount());
            }
            if (rest.minor() != 0) {
                carriedOver.add(rest);
            }
        }
        return new Left(made, carriedOver, heldBack, aboveLimit);
    }

    /// The orders of one currency whose money is in doubt and is not paid out yet, each once, by
    /// its first doubt.
    private static List<HeldOrder> held(
            Settled account,
            List<Doubtful> doubtful,
            @Nullable Paid paid,
            Map<OrderNo, Hold> open,
            Instant now) {
        var held = new LinkedHashMap<OrderNo, HeldOrder>();
        for (var one : doubtful) {
            @Nullable Hold before = open.get(one.orderNo());
            if (one.holdsMoney()
                    && one.share().isPositive()
                    && one.share().currency().equals(account.standing().due().currency())
                    && (before != null || paid == null || !paid.contains(one, account))) {
                held.putIfAbsent(
                        one.orderNo(), one.heldSince(before == null ? now : before.since()));
            }
        }
        return List.copyOf(held.values());
    }

    /// What was held back before and is in this payout: its doubt is over, or nothing is left.
    private static List<OrderNo> released(
            Payable payable, Collection<Hold> open, List<HeldOrder> held) {
        var still = held.stream().map(HeldOrder::orderNo).collect(Collectors.toSet());
        return open.stream()
                .filter(one -> one.currency().equals(payable.standing.currency()))
                .filter(one -> one.isBefore(payable.until) && !still.contains(one.orderNo()))
                .map(Hold::orderNo)
                .toList();
    }

    private static Money sum(Standing standing, List<HeldOrder> held) {
        return held.stream()
                .map(HeldOrder::amount)
                .reduce(new Money(standing.due.currency(), 0), Money::plus);
    }

    private void lock(ConsignorId consignor) {
        var locked =
                jdbc.sql(LOCK).param("consignor", consignor.value()).query(String.class).list();
        InvariantViolation.expect("consignors " + consignor, 1, locked.size());
    }

    /// @return the payout's id
    private String write(PayoutOrder order, Payable payable, long orders, Instant now) {
        var consignor = payable.standing.consignor;
        var amount = payable.amount();
        var journal = Postings.paidOut(consignor, order.businessDate, amount, now);
        var payoutId = ids.next(NumberPrefix.PAYOUT);
        jdbc.sql(INSERT)
                .param("payout", payoutId)
                .param("consignor", consignor.value())
                .param("date", order.businessDate)
                .param("currency", payable.standing.currency())
                .param("minor", amount.minor())
                .param("orders", orders)
                .param("until", payable.until)
                .param("held", payable.held.minor())
                .param("journal", journal.key())
                .param("request", order.requestId)
                .param("actor", order.actor)
                .param("approved", order.approvedBy)
                .param("now", Utc.column(now))
                .update();
        ledger.write(List.of(journal));
        return payoutId;
    }

    private List<Paid> paid(ConsignorId consignor, LocalDate businessDate) {
        return jdbc.sql(PAID)
                .param("date", businessDate)
                .param("consignor", consignor.value())
                .query((row, _) ->
                        new Paid(
                                row.getString("currency"),
                                row.getLong("orders"),
                                Utc.instant(row, "posted_before"),
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
    /// @param approvedBy the second person, null where none was needed
    public record PayoutOrder(
            LocalDate businessDate, byte[] requestId, String actor, @Nullable String approvedBy) {}

    /// What a consignor has in one currency.
    ///
    /// @param due to be paid for the day were nothing in doubt; not positive when there is nothing
    /// @param balance of the whole account, negative when the consignor owes us
    /// @param orders ever sold up to the end of the day
    /// @param holds whether an order of theirs, in whatever currency, is held back
    public record Standing(
            ConsignorId consignor, Money due, Money balance, long orders, boolean holds) {
        String currency() {
            return due.currency().getCurrencyCode();
        }
    }

    /// A payout that was made.
    public record Made(String payoutId, Money amount) {}

    /// What was paid, and what was not.
    ///
    /// @param made one a currency
    /// @param carriedOver what stays on the account, one amount a currency, never zero
    /// @param heldBack the part of it that is in doubt, order by order
    /// @param aboveLimit the part of it that whoever pays was not allowed to pay
    public record Left(
            List<Made> made,
            List<Money> carriedOver,
            List<HeldOrder> heldBack,
            List<Money> aboveLimit) {}

    private record Payable(Standing standing, Money held, LocalDateTime until) {
        Money amount() {
            return standing.due.minus(held);
        }
    }

    /// What was paid in one currency so far.
    private record Paid(String currency, long orders, Instant postedBefore, boolean thatDay) {
        /// Whether the order is in one of these payouts. A sale may be committed after a payout
        /// that bears a later time, by a slow transaction or a slow clock: then more orders were
        /// sold in its time than it has counted, and nobody can tell which it did not see. All of
        /// the last five minutes count as not paid then, so at worst too much is held back.
        boolean contains(Doubtful order, Settled account) {
            return order.settledAt().isBefore(postedBefore) && account.ordersBefore() <= orders;
        }
    }
}
