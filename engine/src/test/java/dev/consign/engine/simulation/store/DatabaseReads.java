package dev.consign.engine.simulation.store;

import dev.consign.engine.change.Confirmation;
import dev.consign.engine.simulation.store.Tables.Row;
import dev.consign.engine.simulation.store.Tables.Task;
import dev.consign.engine.table.OrderColumns;
import dev.consign.id.ItemId;
import dev.consign.id.MessageId;
import dev.consign.id.OrderNo;
import dev.consign.id.PaymentNo;
import dev.consign.id.TransactionId;
import dev.consign.ledger.Account;
import dev.consign.ledger.Journal;
import dev.consign.ledger.Journal.JournalKind;
import dev.consign.ledger.Journal.Posting;
import dev.consign.money.Money;
import dev.consign.order.CaseKind;
import dev.consign.order.OrderStatus;
import dev.consign.payment.Refund;
import dev.consign.sql.Utc;
import dev.consign.task.TaskKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the database holds of one simulated sequence, as tables that the auditor can look at.
final class DatabaseReads {
    private final Names names;
    private final JdbcClient jdbc;

    DatabaseReads(Names names, JdbcClient jdbc) {
        this.names = names;
        this.jdbc = jdbc;
    }

    /// Read anew, all there is of this sequence.
    Tables tables(Instant now) {
        var tables = new Tables();
        tables.tasks.addAll(tasks());
        stock(tables);
        orders(tables);
        money(tables, now);
        confirmations(tables);
        cases(tables);
        return tables;
    }

    private void stock(Tables tables) {
        for (var item : names.items()) {
            jdbc.sql("SELECT * FROM stock WHERE item_id = ?")
                    .param(item.itemId().value())
                    .query((row, _) -> {
                        var stock = new Tables.Stock(row.getLong("received"));
                        stock.available = row.getLong("available");
                        stock.reserved = row.getLong("reserved");
                        stock.sold = row.getLong("sold");
                        return tables.stock.put(new ItemId(row.getString("item_id")), stock);
                    })
                    .list();
        }
    }

    private void orders(Tables tables) {
        rows("SELECT * FROM orders WHERE order_no IN (:orders) ORDER BY order_no")
                .query((row, _) ->
                        new Row(OrderColumns.order(row), row.getBoolean("one_open_order")))
                .list()
                .forEach(row -> tables.orders.put(row.order.orderNo(), row));
        rows("SELECT * FROM payment WHERE order_no IN (:orders) ORDER BY payment_no")
                .query((row, _) -> OrderColumns.payment(row))
                .list()
                .forEach(one -> {
                    tables.row(one.orderNo()).payments.add(one);
                    tables.byPayment.put(one.paymentNo(), tables.row(one.orderNo()));
                });
        rows("SELECT * FROM refund WHERE order_no IN (:orders)")
                .query((row, _) -> OrderColumns.refund(row))
                .list()
                .forEach(one -> tables.rowOf(one.paymentNo()).refunds.add(one));
        rows("SELECT * FROM dispute WHERE order_no IN (:orders)")
                .query((row, _) -> OrderColumns.dispute(row))
                .list()
                .forEach(one -> tables.rowOf(one.paymentNo()).disputes.add(one));
        rows("SELECT * FROM order_history WHERE order_no IN (:orders) ORDER BY order_no, version")
                .query((row, _) -> {
                    var from = row.getString("from_status");
                    return tables.row(new OrderNo(row.getString("order_no")))
                            .history
                            .add(
                                    new Tables.Moved(
                                            row.getInt("version"),
                                            from == null ? null : OrderStatus.valueOf(from),
                                            OrderStatus.valueOf(row.getString("to_status")),
                                            row.getString("source")));
                })
                .list();
        // What left the house: a credit, or the keys of an order that were sold to it.
        rows("""
        SELECT order_no FROM asset_entry WHERE order_no IN (:orders)
        UNION ALL
        SELECT DISTINCT order_no FROM card_key WHERE order_no IN (:orders) AND status = 'SOLD'
        """)
                .query((row, _) -> new OrderNo(row.getString(1)))
                .list()
                .forEach(tables.handedOut::add);
    }

    /// With those about payments that were not known when they were opened.
    private void cases(Tables tables) {
        jdbc.sql(
                        """
                        SELECT * FROM case_file
                         WHERE order_no IN (:orders) OR payment_no IN (:payments) ORDER BY case_id
                        """)
                .param("orders", orders())
                .param("payments", payments())
                .query((row, _) -> {
                    @Nullable String order = row.getString("order_no");
                    @Nullable String payment = row.getString("payment_no");
                    var file =
                            new Tables.CaseFile(
                                    CaseKind.valueOf(row.getString("kind")),
                                    order == null ? null : new OrderNo(order),
                                    payment == null ? null : new PaymentNo(payment),
                                    "",
                                    row.getString("fact_kind") == null
                                            ? null
                                            : OrderColumns.doubt(row));
                    if (!row.getString("status").equals("OPEN")) {
                        file.close("engine".equals(row.getString("owner")));
                    }
                    return tables.cases.put(row.getString("case_key"), file);
                })
                .list();
    }

    private void confirmations(Tables tables) {
        rows("SELECT * FROM fact_confirmation WHERE order_no IN (:orders)")
                .query((row, _) -> {
                    var said =
                            new Tables.Said(
                                    new Confirmation(
                                            new MessageId(row.getString("message_id")),
                                            new PaymentNo(row.getString("payment_no")),
                                            new OrderNo(row.getString("order_no")),
                                            row.getString("kind"),
                                            row.getString("source"),
                                            Money.of(
                                                    row.getString("currency"),
                                                    row.getLong("amount_minor")),
                                            row.getString("transaction_id") == null
                                                    ? null
                                                    : new TransactionId(
                                                            row.getString("transaction_id")),
                                            row.getString("number"),
                                            row.getString("actor"),
                                            row.getString("reason")));
                    said.answer = Tables.Answer.valueOf(row.getString("status"));
                    return tables.confirmations.put(said.confirmation.key(), said);
                })
                .list();
    }

    private void money(Tables tables, Instant now) {
        var postings = new LinkedHashMap<String, List<Posting>>();
        var heads = new LinkedHashMap<String, Map.Entry<JournalKind, OrderNo>>();
        rows("""
        SELECT j.journal_key, j.kind, j.order_no, e.account, e.currency, e.amount_minor
          FROM journal j JOIN ledger_entry e ON e.journal_key = j.journal_key
         WHERE j.order_no IN (:orders) ORDER BY j.journal_key, e.line
        """)
                .query((row, _) -> {
                    var key = row.getString("journal_key");
                    heads.put(
                            key,
                            Map.entry(
                                    JournalKind.valueOf(row.getString("kind")),
                                    new OrderNo(row.getString("order_no"))));
                    return postings.computeIfAbsent(key, _ -> new ArrayList<>())
                            .add(
                                    new Posting(
                                            new Account(row.getString("account")),
                                            Money.of(
                                                    row.getString("currency"),
                                                    row.getLong("amount_minor"))));
                })
                .list();
        heads.forEach((key, head) -> {
            tables.journalKeys.add(key);
            tables.journals.add(
                    new Journal(
                            key,
                            head.getKey(),
                            head.getValue(),
                            now,
                            postings.getOrDefault(key, List.of())));
        });
    }

    private JdbcClient.StatementSpec rows(String query) {
        return jdbc.sql(query).param("orders", orders());
    }

    private List<String> orders() {
        return names.orders().stream().map(OrderNo::value).toList();
    }

    private List<String> payments() {
        return names.payments().stream().map(PaymentNo::value).toList();
    }

    List<Task> tasks() {
        return jdbc.sql(
                        "SELECT * FROM gateway_task WHERE payment_no IN (:payments) ORDER BY reference, kind")
                .param("payments", payments())
                .query((row, _) -> {
                    var task =
                            new Task(
                                    TaskKind.valueOf(row.getString("kind")),
                                    new PaymentNo(row.getString("payment_no")),
                                    row.getString("reference"),
                                    Utc.instant(row, "due_at"));
                    task.waiting = row.getString("status").equals("WAITING");
                    return task;
                })
                .list();
    }

    /// Null when it is not wanted any more.
    @Nullable Refund refund(String refundNo) {
        return jdbc
                .sql("SELECT * FROM refund WHERE refund_no = ? AND status = 'REQUESTED'")
                .param(refundNo)
                .query((row, _) -> OrderColumns.refund(row))
                .list()
                .stream()
                .findFirst()
                .orElse(null);
    }
}
