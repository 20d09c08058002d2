package dev.consign.platform.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.engine.MoneyPath;
import dev.consign.sql.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Two processes, one database, and a clock that is moved by hand: leases end only when it says so.
class PeriodicJobTest {
    private static final MoneyPath PATH = new MoneyPath();
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(10);

    private final JobLeases one = leases("one");
    private final JobLeases two = leases("two");
    private final AtomicInteger slices = new AtomicInteger();
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final List<PeriodicJob> jobs = new ArrayList<>();
    private volatile Instant now = Instant.parse("2026-12-01T12:00:00Z");

    @BeforeEach
    void empty() {
        new JdbcTemplate(PATH.pool()).update("DELETE FROM job_lease");
    }

    @AfterEach
    void stop() {
        jobs.forEach(PeriodicJob::stop);
    }

    @AfterAll
    static void close() {
        PATH.close();
    }

    @Test
    void a_job_is_one_processs_as_long_as_it_comes_back() {
        assertThat(one.take("sweep", LEASE)).isTrue();
        assertThat(two.take("sweep", LEASE)).isFalse();
        now = now.plus(LEASE).minusMillis(1);
        assertThat(two.take("sweep", LEASE)).isFalse();
        assertThat(one.take("sweep", LEASE)).isTrue();
        now = now.plus(LEASE).minusMillis(1);
        assertThat(two.take("sweep", LEASE)).isFalse();
        now = now.plusMillis(1);
        assertThat(two.take("sweep", LEASE)).isTrue();
        assertThat(one.take("sweep", LEASE)).isFalse();
    }

    @Test
    void jobs_do_not_stand_in_each_others_way() {
        assertThat(one.take("sweep", LEASE)).isTrue();
        assertThat(two.take("purge", LEASE)).isTrue();
    }

    @Test
    void what_is_given_back_is_free_at_once_and_what_another_holds_stays_its_own() {
        assertThat(one.take("sweep", LEASE)).isTrue();
        two.giveBack("sweep");
        assertThat(two.take("sweep", LEASE)).isFalse();
        one.giveBack("sweep");
        assertThat(two.take("sweep", LEASE)).isTrue();
    }

    @Test
    void of_all_who_take_a_new_job_at_once_one_has_it() throws Exception {
        for (var round = 0; round < 20; round++) {
            var job = "sweep-" + round;
            var taken = new AtomicInteger();
            var begin = new CountDownLatch(1);
            var takers = new ArrayList<Thread>();
            for (var i = 0; i < 8; i++) {
                var leases = leases("process-" + i);
                takers.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    awaitQuietly(begin);
                                    if (leases.take(job, LEASE)) {
                                        taken.incrementAndGet();
                                    }
                                }));
            }
            begin.countDown();
            for (var taker : takers) {
                taker.join();
            }
            assertThat(taken).hasValue(1);
        }
    }

    @Test
    void of_two_processes_one_sweeps_and_the_other_says_nothing_of_it() {
        var mine = new AtomicInteger();
        var theirs = new AtomicInteger();
        job(one, SHORT, counted(mine, TurnResult.NOTHING)).start();
        await().until(() -> mine.get() > 0);
        job(two, SHORT, counted(theirs, TurnResult.NOTHING)).start();
        await().until(() -> elsewhere.get() > 3 && mine.get() > 3);
        assertThat(theirs).hasValue(0);
        jobs.getFirst().stop();
        await().until(() -> theirs.get() > 0);
    }

    @Test
    void what_a_process_leaves_by_dying_another_does_when_the_lease_is_over() {
        assertThat(one.take("sweep", LEASE)).isTrue();
        job(two, SHORT, counted(slices, TurnResult.NOTHING)).start();
        await().until(() -> elsewhere.get() > 3);
        assertThat(slices).hasValue(0);
        now = now.plus(LEASE);
        await().until(() -> slices.get() > 0);
    }

    @Test
    void a_process_that_stumbles_leaves_the_job_to_one_that_does_not() {
        job(
                        one,
                        SHORT,
                        () -> {
                            throw new IllegalStateException("for a test");
                        })
                .start();
        job(two, SHORT, counted(slices, TurnResult.NOTHING)).start();
        await().until(() -> slices.get() > 0);
    }

    @Test
    void slices_follow_at_once_while_there_is_more() {
        job(
                        one,
                        Duration.ofHours(1),
                        () -> slices.incrementAndGet() < 5 ? TurnResult.MORE : TurnResult.NOTHING)
                .start();
        await().until(() -> slices.get() == 5);
    }

    @Test
    void a_job_whose_work_ends_in_an_error_turns_health_down() {
        var job =
                job(
                        one,
                        SHORT,
                        () -> {
                            throw new StackOverflowError("for a test");
                        });
        job.start();
        await().until(() -> job.down().isPresent());
    }

    private PeriodicJob job(JobLeases leases, Duration every, Supplier<TurnResult> slice) {
        var job =
                new PeriodicJob(
                        new PeriodicWork() {
                            @Override
                            public String name() {
                                return "sweep";
                            }

                            @Override
                            public Duration every() {
                                return every;
                            }

                            @Override
                            public TurnResult slice() {
                                return slice.get();
                            }

                            @Override
                            public void elsewhere() {
                                elsewhere.incrementAndGet();
                            }
                        },
                        leases);
        jobs.add(job);
        return job;
    }

    private static Supplier<TurnResult> counted(AtomicInteger count, TurnResult result) {
        return () -> {
            count.incrementAndGet();
            return result;
        };
    }

    private JobLeases leases(String owner) {
        return new JobLeases(
                JdbcClient.create(PATH.pool()),
                new Transactions(new JdbcTransactionManager(PATH.pool()), new Random()),
                () -> now,
                owner);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
