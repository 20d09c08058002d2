package dev.consign.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.MoneyPath;
import dev.consign.engine.MoneyPath.Waiting;
import dev.consign.ledger.Account;
import dev.consign.order.CommandRules;
import dev.consign.order.Doubt;
import dev.consign.order.ItemKind;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/// Whatever is asked for every batch or every second finds its rows by an index, in tables with
/// thousands of rows of which it wants a few. The statements are the product's own.
class QueriesUseTheirIndexTest {
    private static final int ROWS = 3_000;
    private static final MoneyPath PATH = new MoneyPath();
    private static final NamedParameterJdbcTemplate JDBC =
            new NamedParameterJdbcTemplate(PATH.pool());
    private static Map<String, Object> values = Map.of();

    @BeforeAll
    static void fill() {
        var orders = PATH.orders(ROWS, ItemKind.CARD_KEY);
        var processor = PATH.processor();
        for (var i = 0; i < ROWS; i += 500) {
            processor.process(
                    orders.subList(i, i + 450).stream()
                            .map(order -> order.fact(FactKind.PAID, FactSource.CALLBACK))
                            .toList());
        }
        run("UPDATE outbox SET due_at = due_at + INTERVAL 1 DAY WHERE outbox_id NOT LIKE '%0'");
        run(
                """
                INSERT INTO notification (notification_id, order_no, order_status, body, occurred_at, created_at)
                SELECT order_no, order_no, 'COMPLETED', '', created_at, created_at
                  FROM orders
                """);
        run(
                """
                INSERT INTO notification_delivery
                SELECT order_no, order_no, order_no, 'CONSIGNOR', order_no, IF(order_no LIKE '%0', 'WAITING', 'SENT'), created_at,
                       0, NULL, created_at, created_at
                  FROM orders
                """);
        run(
                """
                INSERT INTO consignor (consignor_id, name, commission_bps, created_at)
                SELECT order_no, '', 0, created_at FROM orders
                """);
        run(
                """
                INSERT INTO webhook_endpoint
                SELECT order_no, order_no, '', '', 'ENABLED', 0, NULL, created_at, '' FROM orders
                """);
        run("INSERT INTO buyer_contact SELECT order_no, '', created_at FROM orders");
        run(
                """
                INSERT INTO dead_letter (letter_id, message_id, queue, status, cause, detail, headers, body, body_type, body_digest, payment_no,
                                         first_failed_at, last_failed_at, attempts, requeues, last_key, requeued_at, consumed_as)
                SELECT order_no, order_no, 'consign.payment.callback', IF(order_no LIKE '%0', 'REQUEUED', 'RESOLVED'),
                       'BAD_JSON', '', '{}', '', 'TEXT', UNHEX(MD5('')), payment_no, created_at, created_at, 1, 1, order_no, created_at, order_no
                  FROM payment
                """);
        run(
                """
                INSERT INTO case_file (case_id, case_key, kind, status, order_no, payment_no, message_id, evidence, opened_at)
                SELECT order_no, CONCAT('MISMATCH:', order_no), 'MISMATCH', 'OPEN', order_no, payment_no, order_no, '', created_at
                  FROM payment
                """);
        run(
                """
                INSERT INTO refund (refund_no, order_no, payment_no, gateway, transaction_id, use_of_money, currency,
                                    amount_minor, status, actor, reason, requested_at)
                SELECT CONCAT('R', SUBSTR(order_no, 2)), order_no, payment_no, gateway, 't', 'HELD', currency,
                       1, 'REQUESTED', 'test', '', created_at
                  FROM payment
                """);
        run(
                """
                INSERT INTO fact_inbox
                SELECT order_no, order_no, '', created_at, IF(order_no LIKE '%0', created_at, created_at + INTERVAL 1 DAY), 0
                  FROM payment
                """);
        run(
                """
                INSERT INTO callback_inbox (inbox_id, gateway, event_id, body_digest, received_at, last_received_at, times, altered,
                                            reason, detail, of_money, case_id, headers, body)
                SELECT order_no, 'sandbox', order_no, UNHEX(SHA2(order_no, 256)), created_at, created_at, 1, 0,
                       '', '', 1, order_no, '{}', '{}'
                  FROM payment
                """);
        run(
                "UPDATE gateway_task SET due_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE task_id LIKE '%0'");
        ReconciledDays.fill(JDBC);
        var consignor = PaidOutDays.fill(PATH);
        var account = Account.payable(consignor).name();
        JDBC.getJdbcOperations()
                .execute(
                        "ANALYZE TABLE consignor, journal, ledger_entry, payout, orders, payment, card_key, processed_message, payment_evidence, outbox, notification, notification_delivery, payout_hold, payout_count, dispute, webhook_endpoint, buyer_contact, dead_letter, case_file, gateway_task, refund, fact_inbox, callback_inbox");
        var few = orders.subList(10, 20);
        var numbers = few.stream().map(order -> order.orderNo().value()).toList();
        values =
                Map.ofEntries(
                        Map.entry("orders", numbers),
                        Map.entry(
                                "payments", few.stream().map(o -> o.paymentNo().value()).toList()),
                        Map.entry("ids", few.stream().map(QueriesUseTheirIndexTest::id).toList()),
                        Map.entry("keys", numbers),
                        Map.entry("references", numbers),
                        Map.entry("task", "T"),
                        Map.entry("kinds", List.of("QUERY", "CLOSE")),
                        Map.entry("buyer", few.getFirst().buyer()),
                        Map.entry("item", itemOf(few.getFirst())),
                        Map.entry("items", List.of(itemOf(few.getFirst()))),
                        Map.entry("pieces", 3),
                        Map.entry("most", 100),
                        Map.entry("order", numbers.getFirst()),
                        Map.entry(
                                "now",
                                PATH.sql()
                                        .sql("SELECT UTC_TIMESTAMP(3)")
                                        .query(String.class)
                                        .single()),
                        Map.entry("payment", few.getFirst().paymentNo().value()),
                        Map.entry("gateway", "sandbox"),
                        Map.entry("event", numbers.getFirst()),
                        Map.entry("inbox", numbers.getFirst()),
                        Map.entry("digest", new byte[32]),
                        Map.entry("reference", few.getFirst().paymentNo().value()),
                        Map.entry("kind", "QUERY"),
                        Map.entry("but", ""),
                        Map.entry("at", "2026-01-01 00:00:00"),
                        Map.entry("before", "2020-01-01 00:00:00"),
                        Map.entry("sink", "CONSIGNOR"),
                        Map.entry("status", "WAITING"),
                        Map.entry("statuses", names(CommandRules.MAY_BE_OVERDUE)),
                        Map.entry("open", names(PaymentStatus.OPEN)),
                        Map.entry("over", names(PaymentStatus.OVER)),
                        Map.entry("taking", names(FactKind.TAKING_MONEY)),
                        Map.entry("doubts", names(Doubt.MAY_HOLD_MONEY)),
                        Map.entry("busy", numbers),
                        Map.entry("target", numbers.getFirst()),
                        Map.entry("buyers", numbers),
                        Map.entry("refunds", numbers),
                        Map.entry("slice", 1_000),
                        Map.entry("account", account),
                        Map.entry("held", List.of(numbers.getFirst() + ":SETTLE")),
                        Map.entry("payout", "Y"),
                        Map.entry("consignors", List.of(consignor.value())),
                        Map.entry("accounts", List.of(account)),
                        Map.entry("consignor", consignor.value()),
                        Map.entry("request", new byte[32]),
                        Map.entry("date", "2026-01-01"),
                        Map.entry("from", "2026-01-01 00:00:00"),
                        Map.entry("until", "2030-01-01 00:00:00"),
                        Map.entry("to", "2030-01-01 00:00:00"),
                        Map.entry("word", "alone"),
                        Map.entry("since", "2000-01-02 00:00:00"),
                        Map.entry("fee", Account.PLATFORM_FEE.name()),
                        Map.entry("rounding", Account.ROUNDING.name()),
                        Map.entry("key", ""),
                        Map.entry("line", -1),
                        Map.entry("after", ""),
                        Map.entry("page", 100),
                        Map.entry("limit", 100));
    }

    private static List<String> names(Set<? extends Enum<?>> values) {
        return values.stream().map(Enum::name).toList();
    }

    private static String itemOf(Waiting order) {
        return PATH.sql()
                .sql("SELECT item_id FROM orders WHERE order_no = ?")
                .param(order.orderNo().value())
                .query(String.class)
                .single();
    }

    @AfterAll
    static void close() {
        PATH.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "engine.table.OrderLoader FIND",
                "engine.table.OrderLoader LOCK_ORDERS",
                "engine.table.OrderLoader LOCK_UNCONTENDED_ORDERS",
                "engine.table.OrderLoader LOCK_PAYMENTS",
                "engine.table.ProcessedMessages FIND",
                "engine.table.ProcessedMessages FORGET",
                "engine.expiry.ProcessedMessagePurge DELETE_SLICE",
                "engine.table.OrderLoader REFUNDS",
                "engine.table.OrderLoader LOCK_STOCK",
                "engine.table.OrderLoader DOUBTS",
                "engine.table.OrderLoader WAITING",
                "engine.table.OrderLoader DISPUTES",
                "engine.placement.OrderPlacement HELD",
                "engine.placement.OrderPlacement OPEN_ORDER",
                "engine.expiry.OverdueOrders FIND",
                "engine.table.TaskWrites END",
                "engine.table.CaseWrites CLOSE_KNOWN",
                "engine.table.CaseWrites CLOSE_KNOWN_OF_ORDERS",
                "engine.table.TaskWrites CLOSE_NOW",
                "engine.table.StockWrites FREE_KEYS",
                "processor.inbound.factinbox.FactInboxDrain FIND",
                "engine.table.StockWrites SELL_KEYS",
                "engine.table.StockWrites RETURN_KEYS",
                "engine.table.CaseWrites CLOSE_CASES",
                "broker.outbox.OutboxRows DUE",
                "broker.outbox.OutboxRows SENT",
                "notify.notification.NotificationRows SEEN",
                "notify.delivery.Deliveries DUE",
                "notify.delivery.Deliveries LOCK",
                "notify.delivery.Deliveries READ",
                "notify.delivery.Deliveries HOLD",
                "notify.delivery.Deliveries RELEASE",
                "notify.delivery.Deliveries WITHDRAW",
                "notify.delivery.DeliveryMeters COUNT",
                "notify.webhook.WebhookRepository RECIPIENTS",
                "notify.mail.Contacts KNOWN",
                "processor.backoffice.deadletters.RequeueTracker FACTS",
                "processor.inbound.inbox.CallbackInbox BY_EVENT",
                "processor.inbound.inbox.CallbackInbox BY_BYTES",
                "processor.inbound.inbox.CallbackInbox ORDER",
                "processor.inbound.inbox.InboxCases CASE_OF",
                "processor.inbound.inbox.InboxPurge DELETE_SLICE",
                "processor.backoffice.lookup.OrderReport ORDER",
                "processor.backoffice.lookup.OrderReport PAYMENTS",
                "processor.backoffice.lookup.OrderReport REFUNDS",
                "engine.placement.PlacedOrders FIND",
                "engine.placement.OrderPlacement OWNER",
                "engine.table.TaskWrites ASK_AGAIN",
                "processor.backoffice.cases.OrphanCheck FIND",
                "processor.backoffice.cases.AvailableActions GIVEN_UP",
                "processor.backoffice.lookup.DeliveredGoods KEYS",
                "processor.backoffice.lookup.DeliveredGoods CREDITS",
                "processor.backoffice.lookup.OrderReport HISTORY",
                "processor.backoffice.statements.Statements OPENING",
                "processor.backoffice.statements.Statements MOVEMENTS",
                "processor.backoffice.statements.Statements HELD",
                "engine.payout.PayoutWrites LOCK",
                "engine.payout.PayoutWrites PAID",
                "engine.payout.ConsignorAccounts BALANCES",
                "engine.payout.ConsignorAccounts READ",
                "engine.payout.PayoutHolds OPEN",
                "engine.payout.PayoutHolds HOLDING",
                "engine.payout.PayoutHolds RELEASE",
                "processor.backoffice.payouts.PayoutRun PAGE",
                "processor.backoffice.payouts.PayoutLimit COUNTED",
                "processor.backoffice.payouts.Payouts HELD_OF_ALL",
                "processor.backoffice.payouts.Payouts HELD_OF_ONE",
                "processor.backoffice.payouts.Payouts OF_REQUEST",
                "processor.backoffice.payouts.Payouts TOTALS"
            })
    void no_statement_reads_a_whole_table(String statement) throws Exception {
        var name = statement.split(" ", 2);
        readsFewRows(constant(name[0], name[1]), values);
    }

    /// What a run does for every batch, and what its report is read with.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "reconciler.run.Runs DUE",
                "reconciler.run.Runs CLAIM",
                "reconciler.run.Runs STEP_BACK",
                "reconciler.run.Runs BEAT",
                "reconciler.run.Runs HAND_BACK",
                "reconciler.run.Runs END",
                "reconciler.run.Runs FORGET_UPLOAD",
                "reconciler.statements.FileSource PART",
                "reconciler.statements.StatementStore CURRENT",
                "reconciler.statements.StatementStore RETIRE",
                "reconciler.statements.StatementStore MAKE_CURRENT",
                "reconciler.statements.StatementStore NOBODYS",
                "reconciler.statements.StatementStore FORGET_LINES",
                "reconciler.matching.LineComparison SLICE",
                "reconciler.matching.LineComparison DOUBTFUL",
                "reconciler.matching.RepeatedLines WITHIN",
                "reconciler.matching.RepeatedLines ELSEWHERE",
                "reconciler.matching.RepeatedLines REFUNDS_BEFORE",
                "reconciler.matching.RepeatedLines PAYMENTS_BEFORE",
                "reconciler.matching.LineComparison BOOKED",
                "reconciler.matching.LineComparison CORRECTED",
                "reconciler.matching.BookComparison PAYMENTS",
                "reconciler.matching.BookComparison REFUNDS",
                "reconciler.matching.Breaks GONE",
                "reconciler.matching.Breaks KEEP",
                "reconciler.matching.Breaks TOTALS",
                "reconciler.matching.Breaks FOR_ENGINE",
                "reconciler.matching.Breaks STRANGERS",
                "reconciler.matching.Breaks HOLD_BACK",
                "reconciler.matching.Breaks SENT",
                "processor.backoffice.reconciliations.Reports TOTALS",
                "processor.backoffice.reconciliations.Reports BREAKS",
                "processor.backoffice.reconciliations.Uploads FORGET",
                "processor.backoffice.reconciliations.Uploads ABANDONED_PARTS"
            })
    void no_step_of_a_reconciliation_reads_a_whole_table(String statement) throws Exception {
        var name = statement.split(" ", 2);
        var given = new HashMap<>(values);
        given.putAll(ReconciledDays.values());
        // A nameless parameter is given what is meant for the column, or the word, before it.
        var sql = constant(name[0], name[1]).replaceAll("(\\w+) = \\?", "$1 = :$1");
        readsFewRows(sql.replace("LIMIT ?", "LIMIT :limit"), given);
    }

    private static String constant(String type, String field) throws Exception {
        var constant = Class.forName("dev.consign." + type).getDeclaredField(field);
        constant.setAccessible(true);
        return Objects.requireNonNull((String) constant.get(null));
    }

    /// The claim of the reconciler is put together from parts, so it is written out once more.
    @ParameterizedTest
    @ValueSource(
            strings =
                    """
                    SELECT task_id, kind, gateway, payment_no, reference, attempts, fence
                      FROM gateway_task FORCE INDEX (gateway_task_claim)
                     WHERE status = 'WAITING' AND claim_at <= :now
                       AND gateway NOT IN ('-')
                     ORDER BY status, claim_at
                     LIMIT :limit
                       FOR UPDATE SKIP LOCKED
                    """)
    void no_claim_reads_a_whole_table(String claim) {
        readsFewRows(claim, values);
    }

    private static void readsFewRows(String sql, Map<String, Object> given) {
        var plan =
                JDBC.query(
                        "EXPLAIN " + sql,
                        given,
                        (row, _) ->
                                new Step(
                                        row.getString("table"),
                                        row.getString("type"),
                                        row.getLong("rows")));
        // What the parts of a UNION, or a query inside the query, have found is read whole.
        plan.removeIf(step -> String.valueOf(step.table()).startsWith("<"));
        assertThat(plan)
                .isNotEmpty()
                .allSatisfy(step -> {
                    assertThat(step.type()).as("%s", step).isNotIn("ALL", "index");
                    // In the order of its index, a LIMIT reads no more than it returns; EXPLAIN
                    // counts the whole range all the same.
                    if (!sql.contains("LIMIT")) {
                        assertThat(step.rows()).as("%s", step).isLessThan(ROWS / 3);
                    }
                });
    }

    private static String id(Waiting order) {
        return order.fact(FactKind.PAID, FactSource.CALLBACK).messageId().value();
    }

    private static void run(String statement) {
        PATH.sql().sql(statement).update();
    }

    /// One line of the plan, with the rows that the server expects to look at.
    record Step(String table, String type, long rows) {}
}
