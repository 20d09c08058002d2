package dev.consign.engine;

import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.engine.payout.PayoutWrites;
import dev.consign.engine.payout.PayoutWrites.PayoutOrder;
import dev.consign.id.ConsignorId;
import dev.consign.id.IdSource;
import dev.consign.ledger.Account;
import dev.consign.money.Money;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import dev.consign.sql.Transactions;
import dev.consign.sql.Utc;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Books sales, refunds and payouts of consignors at times of a test's choice.
public final class Bookings {
    private final MoneyPath path;
    private final JdbcTemplate jdbc;
    private final Transactions transactions;
    private final IdSource ids = IdSource.secure(InstantSource.system());

    public Bookings(MoneyPath path) {
        this(path, path.pool());
    }

    /// @param pool must be one transactions of the caller's run on
    public Bookings(MoneyPath path, DataSource pool) {
        this.path = path;
        this.jdbc = new JdbcTemplate(pool);
        this.transactions = new Transactions(new JdbcTransactionManager(pool), new Random());
    }

    /// Has orders paid, delivered and settled.
    public void settle(List<Waiting> orders, Instant at) {
        path.processor(InstantSource.fixed(at))
                .process(
                        orders.stream()
                                .map(order -> order.fact(FactKind.PAID, FactSource.CALLBACK))
                                .toList());
        justWritten();
    }

    /// Has the gateway return part of what was paid for a delivered order.
    public void refund(Waiting order, long minor, Instant at) {
        var engine = path.engine(InstantSource.fixed(at));
        var part = new Money(order.amount().currency(), minor);
        engine.processor().process(List.of(order.returned(engine.askBack(order, part), part)));
        justWritten();
    }

    /// Has a gateway say something of an order.
    public void says(PaymentFact fact, Instant at) {
        path.processor(InstantSource.fixed(at)).process(List.of(fact));
        justWritten();
    }

    /// The same order, to be paid in another currency.
    public Waiting in(String currency, Waiting order) {
        for (var table : List.of("orders", "payment")) {
            path.sql()
                    .sql("UPDATE %s SET currency = ? WHERE order_no = ?".formatted(table))
                    .param(currency)
                    .param(order.orderNo().value())
                    .update();
        }
        return new Waiting(
                order.orderNo(),
                order.paymentNo(),
                Money.of(currency, order.amount().minor()),
                order.buyer());
    }

    public List<Money> payOut(ConsignorId consignor, LocalDate date, Instant now) {
        var writes = writes();
        return transactions
                .call(() ->
                        writes.pay(
                                consignor,
                                new PayoutOrder(date, new byte[32], "test", null),
                                _ -> true,
                                now))
                .carriedOver();
    }

    public PayoutWrites writes() {
        return new PayoutWrites(JdbcClient.create(jdbc), jdbc, ids);
    }

    public ConsignorId consignorOf(Waiting order) {
        return new ConsignorId(
                path.sql()
                        .sql("SELECT consignor_id FROM orders WHERE order_no = ?")
                        .param(order.orderNo().value())
                        .query(String.class)
                        .single());
    }

    /// What is owed by the books.
    public long owed(ConsignorId consignor, String currency, Instant until) {
        return path.sql()
                .sql(
                        "SELECT COALESCE(-SUM(amount_minor), 0) FROM ledger_entry WHERE account = ? AND currency = ? AND posted_at < ?")
                .param(Account.payable(consignor).name())
                .param(currency)
                .param(Utc.column(until))
                .query(Long.class)
                .single();
    }

    public static Instant startOf(LocalDate date) {
        return date.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /// Nobody sends here what the engine has written to be sent, at times long gone.
    private void justWritten() {
        path.sql().sql("UPDATE outbox SET created_at = UTC_TIMESTAMP(3)").update();
    }
}
