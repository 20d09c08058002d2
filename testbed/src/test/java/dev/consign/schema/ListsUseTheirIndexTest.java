package dev.consign.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.consign.engine.MoneyPath;
import dev.consign.id.BuyerId;
import dev.consign.id.ConsignorId;
import dev.consign.id.GatewayCode;
import dev.consign.id.NumberPrefix;
import dev.consign.id.OrderNo;
import dev.consign.id.TransactionId;
import dev.consign.order.ItemKind;
import dev.consign.platform.keyset.PageStatement;
import dev.consign.platform.keyset.Window;
import java.lang.reflect.AccessibleObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/// Every list finds its page by an index that has it in order, in tables with many times a page.
/// The statements are the product's own.
class ListsUseTheirIndexTest {
    private static final int ROWS = 20_000;
    private static final MoneyPath PATH = new MoneyPath();
    private static final NamedParameterJdbcTemplate JDBC =
            new NamedParameterJdbcTemplate(PATH.pool());
    private static final Instant WHEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant THEN = WHEN.plusSeconds(3600);

    @BeforeAll
    static void fill() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst().orderNo();
        many(
                """
                INSERT INTO orders (order_no, status, version, buyer_id, item_id, item_kind, consignor_id, quantity, units,
                                    currency, amount_minor, fee_bps, one_open_order, created_at, expires_at, updated_at)
                SELECT CONCAT('O', LPAD(seq, 16, '0')), IF(MOD(seq, 500) = 0, 'FAILED', 'CANCELLED'), 0, CONCAT('b', MOD(seq, 5000)),
                       item_id, item_kind, consignor_id, quantity, units, currency, MOD(seq, 4000) + 1, fee_bps, 0,
                       created_at, expires_at, updated_at
                  FROM orders JOIN seq_1_to_%1$d WHERE order_no = '%2$s'
                """,
                order);
        many(
                """
                INSERT INTO payment (payment_no, order_no, gateway, merchant, currency, amount_minor, status, transaction_id,
                                     created_at, updated_at)
                SELECT CONCAT('P', LPAD(seq, 16, '0')), CONCAT('O', LPAD(seq, 16, '0')), gateway, merchant, currency, amount_minor,
                       'CREATED', CONCAT('t', seq), created_at, updated_at
                  FROM payment JOIN seq_1_to_%1$d WHERE order_no = '%2$s'
                """,
                order);
        many(
                """
                INSERT INTO consignor (consignor_id, name, commission_bps, created_at)
                SELECT CONCAT('C', LPAD(seq, 16, '0')), '', 0, UTC_TIMESTAMP(3) FROM seq_1_to_%1$d
                """,
                order);
        many(
                """
                INSERT INTO item (item_id, consignor_id, title, kind, currency, price_minor, asset_units, one_open_order, created_at)
                SELECT CONCAT('I', LPAD(seq, 16, '0')), CONCAT('C', LPAD(MOD(seq, 1000) + 1, 16, '0')), '', 'CARD_KEY', 'CNY', 1, 0, 0,
                       UTC_TIMESTAMP(3)
                  FROM seq_1_to_%1$d
                """,
                order);
        many(
                """
                INSERT INTO stock SELECT CONCAT('I', LPAD(seq, 16, '0')), 0, 0, 0, 0 FROM seq_1_to_%1$d
                """,
                order);
        many(
                """
                INSERT INTO dead_letter (letter_id, message_id, queue, status, cause, detail, headers, body, body_type, body_digest,
                                         first_failed_at, last_failed_at, attempts, requeues, last_key)
                SELECT CONCAT('L', LPAD(seq, 16, '0')), seq, 'q', IF(MOD(seq, 500) = 0, 'OPEN', 'RESOLVED'), 'BAD_JSON', '', '{}', '',
                       'TEXT', UNHEX(MD5(seq)), '2026-01-01' + INTERVAL seq SECOND, '2026-01-01' + INTERVAL seq SECOND, 1, 0, seq
                  FROM seq_1_to_%1$d
                """,
                order);
        many(
                """
                INSERT INTO asset_entry
                SELECT CONCAT('O', LPAD(seq, 16, '0')), CONCAT('b', MOD(seq, 20)), 'I', 1, '2026-01-01' + INTERVAL seq SECOND
                  FROM seq_1_to_%1$d
                """,
                order);
        many(
                """
                INSERT INTO payment_evidence (evidence_id, message_id, payment_no, gateway, kind, source, currency, amount_minor,
                                              occurred_at, processed_at, outcome, why)
                SELECT CONCAT('E', LPAD(seq, 16, '0')), seq, CONCAT('P', LPAD(seq, 16, '0')), 'sandbox', 'PAID', 'CALLBACK', 'CNY', 1,
                       UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), IF(MOD(seq, 500) = 0, 'PARKED', 'APPLIED'), ''
                  FROM seq_1_to_%1$d
                """,
                order);
        many(
                """
                INSERT INTO recon_run (run_id, gateway, business_date, origin, status, lines_read, lines_matched, actor, requested_at,
                                       ended_at, attempts, fence)
                SELECT CONCAT('U', LPAD(seq, 16, '0')), 'sandbox', '2026-01-01' + INTERVAL MOD(seq, 2000) DAY, 'FETCHED', 'DONE', 0, 0,
                       'test', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), 1, 0
                  FROM seq_1_to_%1$d
                """,
                order);
        JDBC.getJdbcOperations()
                .execute(
                        "ANALYZE TABLE orders, payment, consignor, item, stock, dead_letter, asset_entry, payment_evidence, recon_run");
    }

    private static void many(String insert, OrderNo order) {
        PATH.sql().sql(insert.formatted(ROWS, order)).update();
    }

    @AfterAll
    static void close() {
        PATH.close();
    }

    static Stream<Arguments> lists() {
        var buyer = new BuyerId("b17");
        var money = new TransactionId("t17");
        var letter = "L0000000000009000";
        return Stream.of(
                list("PRIMARY", orders(null, null, null, null, after(NumberPrefix.ORDER))),
                list("PRIMARY", orders(null, null, null, null, during(NumberPrefix.ORDER))),
                list("orders_of_buyer", orders(buyer, null, null, null, after(NumberPrefix.ORDER))),
                list(
                        "orders_of_buyer",
                        orders(buyer, "CANCELLED", null, null, Window.all(NumberPrefix.ORDER))),
                list(
                        "orders_of_status",
                        orders(null, "FAILED", null, null, after(NumberPrefix.ORDER))),
                // Of an hour there are fewer orders than of the state.
                list("PRIMARY", orders(null, "FAILED", null, null, during(NumberPrefix.ORDER))),
                list("orders_of_amount", orders(null, null, null, 17L, after(NumberPrefix.ORDER))),
                list(
                        "payment_transaction",
                        orders(null, null, money, null, Window.all(NumberPrefix.ORDER))),
                list(
                        "PRIMARY",
                        call(
                                "processor.shop.catalogue.CatalogueList",
                                "consignorStatement",
                                after(NumberPrefix.CONSIGNOR))),
                list(
                        "PRIMARY",
                        call(
                                "processor.shop.catalogue.CatalogueList",
                                "itemStatement",
                                null,
                                after(NumberPrefix.ITEM))),
                list(
                        "item_consignor",
                        call(
                                "processor.shop.catalogue.CatalogueList",
                                "itemStatement",
                                new ConsignorId("C0000000000000017"),
                                after(NumberPrefix.ITEM))),
                list(
                        "dead_letter_latest",
                        letters(null, Window.all(NumberPrefix.DEAD_LETTER), null)),
                list(
                        "dead_letter_latest",
                        letters(null, Window.after(NumberPrefix.DEAD_LETTER, letter), WHEN)),
                list("dead_letter_latest", letters(null, during(NumberPrefix.DEAD_LETTER), null)),
                list(
                        "dead_letter_status",
                        letters("OPEN", Window.after(NumberPrefix.DEAD_LETTER, letter), WHEN)),
                list(
                        "asset_entry_buyer",
                        call(
                                "processor.backoffice.lookup.Assets",
                                "statement",
                                buyer,
                                after(NumberPrefix.ORDER),
                                WHEN)),
                list(
                        "PRIMARY",
                        call(
                                "processor.backoffice.payouts.Payouts",
                                "statement",
                                null,
                                null,
                                after(NumberPrefix.PAYOUT))),
                list(
                        "PRIMARY",
                        call(
                                "processor.inbound.inbox.InboxReport",
                                "statement",
                                new GatewayCode("sandbox"),
                                after(NumberPrefix.CALLBACK))),
                list("PRIMARY", evidence(null)),
                list("payment_evidence_outcome", evidence("PARKED")),
                list("PRIMARY", cases(null)),
                list(
                        "recon_run_date",
                        call(
                                "processor.backoffice.reconciliations.Reports",
                                "statement",
                                null,
                                LocalDate.parse("2026-01-01"),
                                after(NumberPrefix.RUN))));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void a_page_is_a_piece_of_an_index(String index, PageStatement statement) {
        var plan =
                JDBC.query(
                        "EXPLAIN " + statement.sql(),
                        statement.values(),
                        (row, _) ->
                                List.of(
                                        String.valueOf(row.getString("table")),
                                        String.valueOf(row.getString("type")),
                                        String.valueOf(row.getString("key")),
                                        String.valueOf(row.getString("Extra"))));
        assertThat(plan)
                .as(statement.sql())
                .isNotEmpty()
                .allSatisfy(step -> {
                    // The first page of a list without a filter begins at an end of the index.
                    if (!step.get(1).equals("index") || step.get(3).contains("where")) {
                        assertThat(step.get(1)).isNotIn("ALL", "index");
                    }
                    if (!index.equals("payment_transaction")) {
                        assertThat(step.get(3)).doesNotContain("filesort", "temporary");
                    }
                });
        // A table without rows has no plan to speak of.
        if (plan.stream().noneMatch(step -> step.get(3).contains("const row not found"))) {
            assertThat(plan).as(statement.sql()).anyMatch(step -> step.get(2).equals(index));
        }
    }

    private static Arguments list(String index, PageStatement statement) {
        return Arguments.of(index, statement);
    }

    private static Window after(NumberPrefix prefix) {
        return Window.after(prefix, prefix.letter() + "0000000000009000");
    }

    private static Window during(NumberPrefix prefix) {
        return new Window(prefix, null, WHEN, THEN);
    }

    private static PageStatement orders(
            @Nullable BuyerId buyer,
            @Nullable String status,
            @Nullable TransactionId transaction,
            @Nullable Long amount,
            Window window) {
        return call(
                "processor.backoffice.lookup.OrderList",
                "statement",
                make(
                        "processor.backoffice.lookup.OrderList$Wanted",
                        buyer,
                        status,
                        transaction,
                        amount,
                        window));
    }

    private static PageStatement letters(
            @Nullable String status, Window window, @Nullable Instant afterAt) {
        var filter =
                make(
                        "processor.backoffice.deadletters.DeadLetterSearch$Filter",
                        null,
                        null,
                        null,
                        null,
                        null,
                        status,
                        null,
                        window);
        return call(
                "processor.backoffice.deadletters.DeadLetterSearch", "statement", filter, afterAt);
    }

    private static PageStatement evidence(@Nullable String outcome) {
        return call(
                "processor.backoffice.lookup.Evidence",
                "statement",
                make(
                        "processor.backoffice.lookup.Evidence$Filter",
                        null,
                        null,
                        null,
                        outcome,
                        after(NumberPrefix.EVIDENCE)));
    }

    private static PageStatement cases(@Nullable String status) {
        return call(
                "processor.backoffice.cases.CaseRepository",
                "statement",
                make(
                        "processor.backoffice.cases.CaseRepository$Filter",
                        status,
                        null,
                        null,
                        null,
                        after(NumberPrefix.CASE)));
    }

    private static Object make(String type, @Nullable Object... values) {
        try {
            var constructor = Class.forName("dev.consign." + type).getDeclaredConstructors()[0];
            return open(constructor).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type, e);
        }
    }

    private static PageStatement call(String type, String name, @Nullable Object... values) {
        try {
            var method =
                    Arrays.stream(Class.forName("dev.consign." + type).getDeclaredMethods())
                            .filter(one -> one.getName().equals(name))
                            .findFirst()
                            .orElseThrow();
            return (PageStatement) Objects.requireNonNull(open(method).invoke(null, values));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type, e);
        }
    }

    private static <T extends AccessibleObject> T open(T member) {
        member.setAccessible(true);
        return member;
    }
}
