package dev.consign.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.MoneyPath;
import dev.consign.order.ItemKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/// Incident I7, from its other end: when a queue in the database is nearly empty, the optimizer
/// would rather read all of it than look up half of its rows, and a writer then waits for rows that
/// somebody else holds. What is written by a list of names is read by these names.
class FewRowsAreReadByNameTest {
    private static final int ROWS = 40;
    private static final MoneyPath PATH = new MoneyPath();
    private static final NamedParameterJdbcTemplate JDBC =
            new NamedParameterJdbcTemplate(PATH.pool());
    private static List<String> names = List.of();

    @BeforeAll
    static void fill() {
        names =
                PATH.orders(ROWS, ItemKind.CARD_KEY).stream()
                        .map(order -> order.orderNo().value())
                        .toList();
        for (var table :
                List.of(
                        "notification (notification_id, order_no, order_status, body, occurred_at, created_at) SELECT order_no, order_no, 'COMPLETED', '', created_at, created_at FROM orders",
                        "notification_delivery SELECT order_no, order_no, order_no, 'CONSIGNOR', order_no, 'WAITING', created_at, 0, NULL, created_at, created_at FROM orders",
                        "fact_inbox SELECT order_no, order_no, '', created_at, created_at, 0 FROM orders",
                        "outbox (outbox_id, queue, type, message_id, duplicate_id, body, due_at, attempts, created_at) SELECT order_no, '', '', order_no, order_no, '', created_at, 0, created_at FROM orders")) {
            JDBC.getJdbcOperations().execute("INSERT INTO " + table);
        }
        JDBC.getJdbcOperations()
                .execute("ANALYZE TABLE gateway_task, outbox, notification_delivery, fact_inbox");
    }

    @AfterAll
    static void close() {
        PATH.close();
    }

    @ParameterizedTest
    @CsvSource({
        "reconciler.task.Claims, LEASE, PRIMARY",
        "engine.table.TaskWrites, CLOSE_NOW, gateway_task_once",
        "engine.table.TaskWrites, END, gateway_task_once",
        "engine.table.TaskWrites, END_ANSWERED, PRIMARY",
        "notify.delivery.Deliveries, LOCK, PRIMARY",
        "notify.delivery.Deliveries, LEASE, PRIMARY",
        "broker.outbox.OutboxRows, LEASE, PRIMARY",
        "broker.outbox.OutboxRows, SENT, PRIMARY",
        "processor.inbound.factinbox.FactInboxDrain, DONE, PRIMARY"
    })
    void half_of_a_short_queue_is_read_by_its_names(String type, String statement, String index)
            throws Exception {
        var constant = Class.forName("dev.consign." + type).getDeclaredField(statement);
        constant.setAccessible(true);
        var half = names.subList(0, ROWS / 2);
        var moment = "2030-01-01 00:00:00";
        var plan =
                JDBC.queryForList(
                        "EXPLAIN " + Objects.requireNonNull((String) constant.get(null)),
                        Map.of(
                                "ids", half,
                                "tasks", half,
                                "references", half,
                                "payments", half,
                                "facts", half,
                                "kinds", List.of("QUERY", "CLOSE"),
                                "owner", "",
                                "at", moment,
                                "now", moment,
                                "until", moment));

        assertThat(plan.getFirst()).containsEntry("type", "range").containsEntry("key", index);
        assertThat(plan.subList(1, plan.size()))
                .extracting(row -> row.get("type"))
                .isSubsetOf("ref", "eq_ref");
    }
}
