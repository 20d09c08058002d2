package dev.consign.reconciler.ask;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.consign.broker.SendResult;
import dev.consign.gateway.QueryAnswer;
import dev.consign.platform.worker.LeaseCheck;
import dev.consign.reconciler.task.TaskClaim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The statements alone, against the real database.
class ClaimsTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final TaskTable table = TaskTable.migrated();
    private final AtomicReference<Instant> clock = new AtomicReference<>(TaskTable.NOON);
    private final FakeGateway gateway = new FakeGateway(_ -> new QueryAnswer.NotFound());
    private Engine one;
    private Engine two;

    @BeforeEach
    void open() {
        one = engine();
        two = engine();
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        table.close();
    }

    @Test
    void no_task_is_claimed_twice_by_twenty_threads_on_two_pools() throws Exception {
        table.due(3_000, "PENDING");
        try (var threads = Executors.newFixedThreadPool(20)) {
            var claimed =
                    threads
                            .invokeAll(
                                    IntStream.range(0, 20)
                                            .mapToObj(i -> claimAll(i % 2 == 0 ? one : two))
                                            .toList())
                            .stream()
                            .flatMap(future -> future.resultNow().stream())
                            .toList();
            assertThat(claimed).hasSize(3_000);
            assertThat(claimed.stream().map(TaskClaim::taskId).distinct()).hasSize(3_000);
            assertThat(claimed).allMatch(claim -> claim.fence() == 1);
        }
        assertThat(one.conflicts.sum() + two.conflicts.sum()).isZero();
    }

    @Test
    void a_claim_that_is_not_committed_yet_keeps_nobody_from_counting_what_they_have() {
        table.due(30, "PENDING");
        var mine = claim(one);
        assertThat(mine).hasSize(10);
        var pool = table.open();
        try (var other = engine(pool)) {
            new TransactionTemplate(new JdbcTransactionManager(pool))
                    .executeWithoutResult(_ -> {
                        assertThat(claim(other)).hasSize(10);
                        // Would wait for the other transaction in vain, and fail.
                        for (var claim : mine) {
                            assertThat(one.claims.count(claim, TaskTable.NOON.plus(LEASE), "asked"))
                                    .isEqualTo(LeaseCheck.HELD);
                        }
                    });
        }
        assertThat(one.conflicts.sum()).isZero();
    }

    @Test
    void a_worker_whose_lease_ran_out_writes_nothing() {
        table.due(1, "PENDING");
        var late = claim(one).getFirst();
        assertThat(claim(two)).isEmpty();
        clock.updateAndGet(now -> now.plus(LEASE));
        var newer = claim(two).getFirst();
        assertThat(newer.fence()).isGreaterThan(late.fence());

        var tomorrow = TaskTable.NOON.plus(Duration.ofDays(1));
        assertThat(one.claims.count(late, tomorrow, "late")).isEqualTo(LeaseCheck.LOST);
        assertThat(one.claims.handBack(late, tomorrow, "late")).isEqualTo(LeaseCheck.LOST);
        assertThat(one.claims.exhaust(late, "late")).isEqualTo(LeaseCheck.LOST);
        assertThat(table.number("SELECT COUNT(*) FROM case_file")).isZero();
        assertThat(two.claims.count(newer, tomorrow, "in time")).isEqualTo(LeaseCheck.HELD);
        assertThat(table.text("SELECT last_answer FROM gateway_task")).isEqualTo("in time");
        assertThat(table.number("SELECT attempts FROM gateway_task")).isEqualTo(1);
    }

    @Test
    void a_task_that_ended_with_its_payment_is_lost_without_noise() {
        table.due(1, "PENDING");
        var claim = claim(one).getFirst();
        table.jdbc.update("DELETE FROM gateway_task");
        assertThat(one.claims.exhaust(claim, "nothing")).isEqualTo(LeaseCheck.LOST);
        assertThat(table.number("SELECT COUNT(*) FROM case_file")).isZero();
    }

    @Test
    void a_second_exhaustion_opens_the_same_case_again() {
        table.due(1, "PENDING");
        for (var i = 0; i < 2; i++) {
            assertThat(one.claims.exhaust(claim(one).getFirst(), "silence"))
                    .isEqualTo(LeaseCheck.HELD);
            assertThat(table.text("SELECT GROUP_CONCAT(status) FROM case_file")).isEqualTo("OPEN");
            table.jdbc.update("UPDATE case_file SET status = 'RESOLVED'");
            table.jdbc.update("UPDATE gateway_task SET status = 'WAITING'");
        }
    }

    @Test
    void paused_gateways_and_tasks_not_yet_due_are_left_alone() {
        table.due(2, "PENDING");
        assertThat(one.claims.claim("test", 10, LEASE, List.of(gateway.code()))).isEmpty();
        clock.set(TaskTable.NOON.minusMillis(1));
        assertThat(claim(one)).isEmpty();
        assertThat(one.claims.due()).isZero();
        clock.set(TaskTable.NOON);
        assertThat(one.claims.due()).isEqualTo(2);
    }

    @Test
    void due_tasks_are_read_in_the_order_of_their_index_without_sorting() {
        table.due(500, "PENDING");
        var plan =
                table.jdbc.queryForMap(
                        """
                        EXPLAIN SELECT task_id FROM gateway_task FORCE INDEX (gateway_task_claim)
                        WHERE status = 'WAITING' AND claim_at <= '2025-11-20 12:00:00'
                          AND gateway NOT IN ('-')
                        ORDER BY status, claim_at LIMIT 20 FOR UPDATE SKIP LOCKED
                        """);
        assertThat(plan.get("key")).isEqualTo("gateway_task_claim");
        assertThat(String.valueOf(plan.get("Extra"))).doesNotContain("filesort");
    }

    private Engine engine() {
        return engine(table.open());
    }

    private Engine engine(HikariDataSource pool) {
        return new Engine(
                pool, clock::get, gateway, Engine.UNLIMITED, (_, _) -> new SendResult.Accepted());
    }

    private static List<TaskClaim> claim(Engine engine) {
        return engine.claims.claim("test", 10, LEASE, List.of());
    }

    private static Callable<List<TaskClaim>> claimAll(Engine engine) {
        return () -> {
            var all = new ArrayList<TaskClaim>();
            for (var got = claim(engine); !got.isEmpty(); got = claim(engine)) {
                all.addAll(got);
            }
            return all;
        };
    }
}
