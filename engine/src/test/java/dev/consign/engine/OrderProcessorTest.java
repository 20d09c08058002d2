package dev.consign.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.consign.money.Money;
import dev.consign.order.ItemKind;
import dev.consign.order.Outcome;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.payment.PaymentFact;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderProcessorTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final OrderRows ROWS = new OrderRows(PATH);
    private static final OrderProcessor PROCESSOR = PATH.processor();

    @AfterEach
    void the_books_are_right() throws SQLException {
        assertThat(PATH.violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void a_paid_order_is_delivered_split_and_announced_in_one_go() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        assertThat(process(order.fact(FactKind.PAID, FactSource.CALLBACK)))
                .isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID");
        assertThat(ROWS.amounts(order))
                .containsExactly(
                        "buyer:funds -27001",
                        "gateway:sandbox:clearing 27001",
                        "buyer:funds 27001",
                        // 333 bps of 27,001 are 899.13: both shares are rounded down, 1 is left
                        // over.
                        "consignor:payable -26101",
                        "platform:fee -899",
                        "platform:rounding -1");
        assertThat(ROWS.rows("SELECT units FROM asset_entry WHERE order_no = '%s'", order))
                .containsExactly("100");
        assertThat(ROWS.rows("SELECT message_id FROM outbox WHERE message_id LIKE '%s%%'", order))
                .containsExactly(order.orderNo() + ":COMPLETED:v3");
        assertThat(
                        ROWS.rows(
                                "SELECT t.kind FROM gateway_task t JOIN payment p USING (payment_no) WHERE p.order_no = '%s'",
                                order))
                .isEmpty();
    }

    @Test
    void a_redelivered_callback_credits_once() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var fact = order.fact(FactKind.PAID, FactSource.CALLBACK);
        assertThat(process(fact)).isEqualTo(Outcome.APPLIED);
        assertThat(process(fact)).isEqualTo(Outcome.DUPLICATE);
        assertThat(process(fact, fact, fact)).isEqualTo(Outcome.DUPLICATE);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID");
    }

    @Test
    void a_batch_leaves_what_somebody_else_has_locked_and_waits_for_nobody() throws Exception {
        var orders = PATH.orders(3, ItemKind.ASSET_CREDIT);
        var locked = orders.get(1);
        var facts =
                orders.stream()
                        .map(order -> order.fact(FactKind.PAID, FactSource.CALLBACK))
                        .toList();
        var engine = PATH.engine(InstantSource.system());
        try (var thread = Executors.newSingleThreadExecutor()) {
            var partly =
                    engine.transactions()
                            .call(() -> {
                                engine.processor().hold(locked.orderNo());
                                return CompletableFuture.supplyAsync(
                                                () -> PROCESSOR.processUncontended(facts), thread)
                                        .orTimeout(10, TimeUnit.SECONDS)
                                        .join();
                            });
            assertThat(partly.taken()).containsExactly(locked.paymentNo());
            assertThat(partly.results())
                    .extracting(result -> result.fact().paymentNo(), FactResult::outcome)
                    .containsExactly(
                            tuple(orders.get(0).paymentNo(), Outcome.APPLIED),
                            tuple(orders.get(2).paymentNo(), Outcome.APPLIED));
        }
        assertThat(ROWS.status(locked)).isEqualTo("PROCESSING v2, PENDING");
        assertThat(PROCESSOR.processUncontended(facts).results())
                .extracting(FactResult::outcome)
                .containsExactly(Outcome.DUPLICATE, Outcome.APPLIED, Outcome.DUPLICATE);
        orders.forEach(order -> assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID"));
    }

    @Test
    void with_the_dedup_table_emptied_nobody_is_credited_twice() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var fact = order.fact(FactKind.PAID, FactSource.CALLBACK);
        process(fact);
        PATH.sql().sql("DELETE FROM processed_message").update();
        assertThat(process(fact)).isEqualTo(Outcome.STALE);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID");
        assertThat(ROWS.rows("SELECT units FROM asset_entry WHERE order_no = '%s'", order))
                .hasSize(1);
    }

    @Test
    void a_wrong_amount_opens_a_case_and_the_right_fact_still_completes_the_order() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var wrong =
                order.fact(
                        FactKind.PAID,
                        FactSource.CALLBACK,
                        Money.of("CNY", 1),
                        "t-" + order.paymentNo());
        assertThat(process(wrong)).isEqualTo(Outcome.PARKED);
        assertThat(process(wrong)).isEqualTo(Outcome.DUPLICATE);
        assertThat(ROWS.status(order)).isEqualTo("IN_REVIEW v3, PAID");
        assertThat(ROWS.cases(order)).containsExactly("MISMATCH OPEN");
        assertThat(process(order.fact(FactKind.PAID, FactSource.QUERY))).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v4, PAID");
        assertThat(ROWS.cases(order)).containsExactly("MISMATCH RESOLVED");
    }

    @Test
    void a_wrong_merchant_does_not_block_the_right_fact() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var right = order.fact(FactKind.PAID, FactSource.CALLBACK);
        var wrong =
                new PaymentFact(
                        right.gateway(),
                        "somebody-else",
                        right.paymentNo(),
                        right.kind(),
                        right.money(),
                        right.transactionId(),
                        null,
                        right.occurredAt(),
                        FactSource.QUERY);
        assertThat(process(wrong)).isEqualTo(Outcome.MISMATCH);
        assertThat(process(wrong)).isEqualTo(Outcome.DUPLICATE);
        assertThat(process(right)).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID");
        assertThat(ROWS.cases(order)).containsExactly("MISMATCH RESOLVED");
    }

    /// Rule 20: whatever a gateway's clock says, a payment is not dated far from where we are.
    @ParameterizedTest
    @CsvSource({"PT-23H,PT-23H", "PT23H,PT23H", "P-2D,PT0S", "P400D,PT0S"})
    void a_gateways_time_counts_within_a_day_of_ours(Duration theirs, Duration booked) {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var now = Instant.now();
        var paid = order.fact(FactKind.PAID, FactSource.CALLBACK);
        process(
                new PaymentFact(
                        paid.gateway(),
                        paid.merchant(),
                        paid.paymentNo(),
                        paid.kind(),
                        paid.money(),
                        paid.transactionId(),
                        null,
                        now.plus(theirs),
                        paid.source()));
        assertThat(
                        PATH.sql()
                                .sql("SELECT paid_at FROM payment WHERE payment_no = ?")
                                .param(order.paymentNo().value())
                                .query(LocalDateTime.class)
                                .single()
                                .toInstant(ZoneOffset.UTC))
                .isCloseTo(now.plus(booked), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void a_case_closes_also_when_the_right_fact_comes_in_the_same_batch() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        assertThat(process(wrongAmount(order), order.fact(FactKind.PAID, FactSource.QUERY)))
                .isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.cases(order)).containsExactly("MISMATCH RESOLVED");
    }

    /// Two signatures that contradict each other: the gateway is asked (incident Q1).
    @Test
    void a_callback_that_corrects_another_waits_for_the_gateways_word() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var right = order.fact(FactKind.PAID, FactSource.CALLBACK);
        assertThat(process(wrongAmount(order), right)).isEqualTo(Outcome.CONFIRMING);
        assertThat(ROWS.cases(order)).containsExactly("MISMATCH OPEN");
        assertThat(ROWS.status(order)).isEqualTo("IN_REVIEW v3, PAID");
        assertThat(process(right.from(FactSource.QUERY))).isEqualTo(Outcome.APPLIED);
        assertThat(ROWS.cases(order)).containsExactly("MISMATCH RESOLVED");
    }

    private static PaymentFact wrongAmount(MoneyPath.Waiting order) {
        return order.fact(
                FactKind.PAID, FactSource.CALLBACK, Money.of("CNY", 1), "t-" + order.paymentNo());
    }

    @Test
    void a_case_that_was_closed_opens_again_for_another_wrong_amount() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        for (var amount = 1; amount <= 2; amount++) {
            process(
                    order.fact(
                            FactKind.PAID,
                            FactSource.CALLBACK,
                            Money.of("USD", amount),
                            "t-" + order.paymentNo()));
            assertThat(ROWS.cases(order)).containsExactly("MISMATCH OPEN");
            PATH.sql()
                    .sql(
                            "UPDATE case_file SET status = 'RESOLVED', owner = 'engine', resolution = 'seen', resolved_at = UTC_TIMESTAMP(3) WHERE order_no = ?")
                    .param(order.orderNo().value())
                    .update();
        }
    }

    @Test
    void the_same_transaction_with_another_amount_after_it_was_applied_is_a_conflict() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        process(order.fact(FactKind.PAID, FactSource.CALLBACK));
        var other =
                order.fact(
                        FactKind.PAID,
                        FactSource.STATEMENT,
                        Money.of("CNY", 1),
                        "t-" + order.paymentNo());
        assertThat(process(other)).isEqualTo(Outcome.CONFLICT);
        assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID");
        assertThat(ROWS.cases(order)).containsExactly("CONFLICT OPEN");
    }

    @Test
    void money_for_an_unknown_order_is_a_case_until_the_order_is_committed() {
        var order = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        var fact = order.fact(FactKind.PAID, FactSource.CALLBACK);
        ROWS.hide(order, "X");
        assertThat(process(fact)).isEqualTo(Outcome.UNKNOWN_ORDER);
        assertThat(process(fact)).isEqualTo(Outcome.DUPLICATE);
        assertThat(
                        ROWS.rows(
                                "SELECT CONCAT(kind, ' ', status) FROM case_file WHERE payment_no = '%s'"
                                        .formatted(order.paymentNo())))
                .containsExactly("UNKNOWN_ORDER OPEN");
        ROWS.hide(order, "");
        assertThat(process(order.fact(FactKind.PAID, FactSource.QUERY))).isEqualTo(Outcome.APPLIED);
        assertThat(
                        ROWS.rows(
                                "SELECT CONCAT(kind, ' ', status) FROM case_file WHERE payment_no = '%s'"
                                        .formatted(order.paymentNo())))
                .containsExactly("UNKNOWN_ORDER RESOLVED");
    }

    @Test
    void a_failed_order_gives_its_stock_back() {
        for (var kind : ItemKind.values()) {
            var order = PATH.orders(1, kind, 3).getFirst();
            assertThat(process(order.fact(FactKind.FAILED, FactSource.QUERY)))
                    .isEqualTo(Outcome.APPLIED);
            assertThat(ROWS.status(order)).isEqualTo("FAILED v3, FAILED");
            assertThat(
                            ROWS.rows(
                                    "SELECT CONCAT(available, ' ', reserved, ' ', sold) FROM stock WHERE item_id = (SELECT item_id FROM orders WHERE order_no = '%s')",
                                    order))
                    .containsExactly("3 0 0");
        }
    }

    @Test
    void a_batch_with_everything_in_it_comes_out_as_one_by_one_would() {
        var orders = PATH.orders(20, ItemKind.CARD_KEY, 2);
        var facts = new ArrayList<PaymentFact>();
        for (var order : orders) {
            facts.add(order.fact(FactKind.PENDING, FactSource.CALLBACK));
            facts.add(order.fact(FactKind.PAID, FactSource.CALLBACK));
            facts.add(order.fact(FactKind.PAID, FactSource.QUERY));
            facts.add(order.fact(FactKind.CLOSED, FactSource.QUERY));
        }
        var outcomes = PROCESSOR.process(facts).stream().map(FactResult::outcome).toList();
        assertThat(outcomes.subList(0, 4))
                .containsExactly(Outcome.STALE, Outcome.APPLIED, Outcome.DUPLICATE, Outcome.STALE);
        orders.forEach(order -> assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID"));
    }

    /// Two engines, many threads, every fact from every source many times, in any order.
    @Test
    void many_engines_at_once_credit_each_order_once() throws Exception {
        var orders = PATH.orders(400, ItemKind.ASSET_CREDIT);
        var keys = PATH.orders(100, ItemKind.CARD_KEY, 2);
        var all = new ArrayList<>(orders);
        all.addAll(keys);
        var facts = new ArrayList<PaymentFact>();
        for (var order : all) {
            for (var source : FactSource.values()) {
                facts.add(order.fact(FactKind.PAID, source));
                facts.add(order.fact(FactKind.PENDING, source));
            }
        }
        var seed = System.nanoTime();
        Collections.shuffle(facts, new Random(seed));
        var engines = List.of(PROCESSOR, PATH.processor());
        var tasks = new ArrayList<Callable<List<FactResult>>>();
        var size = 37;
        for (var i = 0; i < facts.size(); i += size) {
            var batch = facts.subList(i, Math.min(facts.size(), i + size));
            var engine = engines.get(i / size % engines.size());
            tasks.add(() -> engine.process(batch));
        }
        var applied = applied(tasks);
        assertThat(applied).as("seed %d", seed).isEqualTo(all.size());
        all.forEach(order -> assertThat(ROWS.status(order)).isEqualTo("COMPLETED v3, PAID"));
    }

    @Test
    void two_engines_that_meet_an_unknown_payment_at_once_open_one_case() throws Exception {
        var stranger = PATH.orders(1, ItemKind.ASSET_CREDIT).getFirst();
        ROWS.hide(stranger, "Y");
        var fact = stranger.fact(FactKind.PAID, FactSource.CALLBACK);
        var engines = List.of(PROCESSOR, PATH.processor());
        var tasks = new ArrayList<Callable<List<FactResult>>>();
        for (var i = 0; i < 40; i++) {
            var engine = engines.get(i % 2);
            tasks.add(() -> engine.process(List.of(fact)));
        }
        applied(tasks);
        assertThat(
                        ROWS.rows(
                                "SELECT status FROM case_file WHERE payment_no = '%s'"
                                        .formatted(stranger.paymentNo())))
                .containsExactly("OPEN");
        ROWS.hide(stranger, "");
    }

    private static long applied(List<Callable<List<FactResult>>> tasks)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var applied = 0L;
            for (var future : threads.invokeAll(tasks)) {
                applied +=
                        future.get().stream()
                                .filter(one -> one.outcome() == Outcome.APPLIED)
                                .count();
            }
            return applied;
        }
    }

    /// The outcome of the last one.
    private Outcome process(PaymentFact... facts) {
        return PROCESSOR.process(List.of(facts)).getLast().outcome();
    }
}
