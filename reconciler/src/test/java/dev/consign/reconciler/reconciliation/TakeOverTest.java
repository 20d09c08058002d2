package dev.consign.reconciler.reconciliation;

import static dev.consign.reconciler.reconciliation.Days.DATE;
import static dev.consign.reconciler.reconciliation.Days.NOON;
import static dev.consign.reconciler.reconciliation.Days.PRICE;
import static dev.consign.reconciler.reconciliation.Days.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.consign.reconciler.run.RunAborted;
import dev.consign.reconciler.run.RunAborted.Reason;
import dev.consign.reconciler.run.RunClaim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs whose worker dies, sleeps too long or is stopped, and files that are wrong.
class TakeOverTest {
    private static final int LINES = 40;

    private final Days days = new Days();
    private final AtomicReference<Instant> clock = new AtomicReference<>(Days.LATER);
    private final FileGateway gateway = new FileGateway();
    private final Reconciler one = new Reconciler(days, gateway, clock);
    private final Reconciler two = new Reconciler(days, gateway, clock);

    @BeforeEach
    void fill() {
        var file = new StatementText();
        for (var i = 0; i < LINES - 1; i++) {
            var payment = days.paid(NOON);
            file.payment(payment, transaction(payment), PRICE, NOON);
        }
        gateway.files.put(DATE, file.payment(days.waiting(), "t", PRICE, NOON).toString());
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        gateway.close();
        days.close();
    }

    @Test
    void a_run_whose_worker_was_killed_in_the_middle_is_begun_anew_by_another() {
        var run = days.ask(DATE, null);
        var claim = one.claim().orElseThrow();
        // Behind the check of the whole file, in the middle of storing its lines.
        gateway.watch =
                at(
                        LINES + 20,
                        () -> {
                            throw new Killed();
                        });
        assertThatThrownBy(() -> one.work(claim)).isInstanceOf(Killed.class);
        assertThat(days.outcome(run)).isEqualTo("READING - 14/0");
        assertThat(two.claim()).isEmpty();

        gateway.watch = _ -> {};
        clock.updateAndGet(now -> now.plus(Reconciler.LEASE));
        two.workOff();
        doneOnce(run);
        assertThat(two.facts()).hasSize(1);
    }

    @Test
    void a_worker_that_slept_beyond_its_lease_writes_nothing_more() {
        var run = days.ask(DATE, null);
        var claim = one.claim().orElseThrow();
        var others = new ArrayList<RunClaim>();
        gateway.watch =
                at(
                        LINES + 20,
                        () -> {
                            gateway.watch = _ -> {};
                            clock.updateAndGet(now -> now.plus(Reconciler.LEASE));
                            var newer = two.claim().orElseThrow();
                            others.add(newer);
                            two.work(newer);
                        });
        assertThatThrownBy(() -> one.work(claim))
                .isInstanceOfSatisfying(
                        RunAborted.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOST));
        assertThat(others.getFirst().fence()).isGreaterThan(claim.fence());
        one.runs.fail(claim, "LATE", "too late");
        one.runs.handBack(claim, Reconciler.LEASE, "too late");
        doneOnce(run);
    }

    @Test
    void a_worker_that_is_stopped_leaves_its_run_to_the_next_at_once() {
        var run = days.ask(DATE, null);
        var claim = one.claim().orElseThrow();
        gateway.watch = at(LINES + 20, one.runs::stop);
        assertThatThrownBy(() -> one.work(claim))
                .isInstanceOfSatisfying(
                        RunAborted.class, e -> assertThat(e.reason()).isEqualTo(Reason.STOPPING));
        one.runs.handBack(claim, java.time.Duration.ZERO, "stopped");
        gateway.watch = _ -> {};
        two.workOff();
        doneOnce(run);
    }

    @Test
    void no_two_runs_of_one_day_are_worked_on_at_a_time() {
        days.ask(DATE, null);
        days.ask(DATE, null);
        var other = days.ask(DATE.minusDays(1), null);
        assertThat(one.claim()).isPresent();
        assertThat(two.claim().orElseThrow().runId()).isEqualTo(other);
        assertThat(two.claim()).isEmpty();
    }

    @Test
    void a_run_that_kills_whoever_works_on_it_is_given_up_and_the_others_are_worked_on() {
        var deadly = days.ask(DATE, String.valueOf(gateway.files.get(DATE)));
        for (var i = 0; i < Reconciler.SETTINGS.maxAttempts(); i++) {
            assertThat(one.claim().orElseThrow().runId()).isEqualTo(deadly);
            clock.updateAndGet(now -> now.plus(Reconciler.LEASE));
        }
        var other = days.ask(DATE.minusDays(1), null);
        assertThat(one.claim().orElseThrow().runId()).isEqualTo(other);
        assertThat(days.outcome(deadly)).isEqualTo("FAILED GAVE_UP 0/0");
        assertThat(days.count("SELECT COUNT(*) FROM recon_upload")).isZero();

        var again = days.ask(DATE, null);
        two.workOff();
        doneOnce(again);
    }

    @Test
    void twenty_workers_on_two_pools_claim_each_run_once() throws Exception {
        for (var i = 1; i <= 60; i++) {
            days.ask(DATE.minusDays(i), null);
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            var claimed =
                    threads
                            .invokeAll(
                                    IntStream.range(0, 8)
                                            .mapToObj(i -> claimAll(i % 2 == 0 ? one : two))
                                            .toList())
                            .stream()
                            .flatMap(future -> future.resultNow().stream())
                            .map(RunClaim::runId)
                            .toList();
            assertThat(claimed).hasSize(60).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_wrong_file_leaves_nothing_behind_and_the_one_before_it_stands() {
        var run = days.ask(DATE, null);
        one.workOff();
        doneOnce(run);
        var before = days.fingerprint();
        var right = Objects.requireNonNull(gateway.files.get(DATE));
        gateway.files.put(DATE, right.substring(0, right.indexOf("TRAILER")));
        var cut = days.ask(DATE, null);
        one.workOff();
        assertThat(days.outcome(cut)).isEqualTo("FAILED MISSING_TRAILER 0/0");
        assertThat(days.fingerprint()).isEqualTo(before);
        doneOnce(run);
    }

    @Test
    void a_file_given_by_a_person_is_put_together_from_its_parts_and_then_forgotten() {
        var file = String.valueOf(gateway.files.remove(DATE));
        var run = days.ask(DATE, file);
        assertThat(days.count("SELECT COUNT(*) FROM recon_upload")).isGreaterThan(10);
        one.workOff();
        doneOnce(run);
        assertThat(days.count("SELECT COUNT(*) FROM recon_upload")).isZero();

        var wrong = days.ask(DATE, file.replace("TRAILER,", "TRAILER,1"));
        one.workOff();
        assertThat(days.outcome(wrong)).startsWith("FAILED WRONG_COUNT");
        assertThat(days.count("SELECT COUNT(*) FROM recon_upload")).isZero();
    }

    @Test
    void a_gateway_without_a_file_is_asked_again_and_not_for_ever() {
        var file = String.valueOf(gateway.files.remove(DATE));
        var run = days.ask(DATE, null);
        one.workOff();
        assertThat(days.outcome(run)).startsWith("FETCHING -");
        clock.updateAndGet(now -> now.plusSeconds(2));
        gateway.files.put(DATE, file);
        one.workOff();
        doneOnce(run);

        gateway.files.remove(DATE);
        var never = days.ask(DATE, null);
        for (var i = 0; i < 3; i++) {
            one.workOff();
            clock.updateAndGet(now -> now.plusSeconds(60));
        }
        assertThat(days.outcome(never)).startsWith("FAILED NOT_READY");
    }

    private void doneOnce(String run) {
        assertThat(days.outcome(run)).isEqualTo("DONE - 40/39");
        assertThat(days.totals(run)).containsExactly("PAID_THERE_NOT_HERE 1 27000 CNY");
        assertThat(days.count("SELECT COUNT(*) FROM statement_line")).isEqualTo(LINES);
        assertThat(days.count("SELECT COUNT(*) FROM gateway_statement")).isEqualTo(1);
        assertThat(days.breaks()).containsExactly("PAID_THERE_NOT_HERE SUBMITTED 1");
    }

    /// Runs something at one line of all that are read, over all readings.
    private static java.util.function.Consumer<Integer> at(int line, Runnable action) {
        var total = new int[1];
        return _ -> {
            if (++total[0] == line) {
                action.run();
            }
        };
    }

    private static Callable<List<RunClaim>> claimAll(Reconciler reconciler) {
        return () -> {
            var all = new ArrayList<RunClaim>();
            for (var got = reconciler.claim(); got.isPresent(); got = reconciler.claim()) {
                all.add(got.get());
            }
            return all;
        };
    }

    /// Stands for kill -9: nothing is tidied up behind it.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}
