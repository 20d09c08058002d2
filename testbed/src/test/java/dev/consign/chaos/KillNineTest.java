package dev.consign.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.consign.broker.QueueName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Every process is killed several times in the middle of its work, with `./consign test --all` ten
/// times, and in the end it is as if nothing had happened: what was accepted has an outcome, and
/// what was paid is delivered once.
class KillNineTest {
    private static final List<String> VICTIMS =
            List.of("database", "broker", "processor", "reconciler");
    private static final int ROUNDS = Integer.getInteger("chaos.rounds", 4);
    private static final int LATEST_MILLIS = 1_500;
    private static final int BUYERS = 4;
    private static final Duration LONG = Duration.ofMinutes(3);

    /// Leases are as short as the other settings allow: work of a dead process is soon taken over.
    private static final Map<String, String> IMPATIENT =
            Map.ofEntries(
                    Map.entry("CONSIGN_BROKER_CALLTIMEOUT", "8s"),
                    Map.entry("CONSIGN_BROKER_CALLFAILOVERTIMEOUT", "1s"),
                    Map.entry("CONSIGN_BROKER_SENDDEADLINE", "10s"),
                    Map.entry("CONSIGN_OUTBOX_LONGESTSEND", "12s"),
                    Map.entry("CONSIGN_OUTBOX_LEASE", "24s"),
                    Map.entry("CONSIGN_IDEMPOTENCY_LEASE", "12s"),
                    Map.entry("CONSIGN_REQUERY_FIRSTDELAY", "2s"),
                    Map.entry("CONSIGN_REQUERY_MULTIPLIER", "1.5"),
                    Map.entry("CONSIGN_REQUERY_CAP", "6s"),
                    Map.entry("CONSIGN_REQUERY_LEASE", "41s"));

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path data;

    @Test
    void kills_under_load_lose_nothing_and_do_nothing_twice() throws Exception {
        var seed = System.nanoTime();
        System.out.println("KillNineTest seed " + seed);
        try (var stack = Stack.start(data, IMPATIENT)) {
            var load = new Buyers(stack, new Shop(stack, 20_000, 2_000));
            try (var threads = Executors.newFixedThreadPool(BUYERS)) {
                var buyers = new ArrayList<Callable<Void>>();
                for (var i = 0; i < BUYERS; i++) {
                    var name = "buyer-" + i;
                    buyers.add(() -> load.buyUntilClosed(name));
                }
                var running = buyers.stream().map(threads::submit).toList();
                try {
                    killAll(stack, new Random(seed));
                    // A slow machine sells little while everything dies: the check below needs
                    // some.
                    await("sales").atMost(LONG).until(() -> load.paid().size() > ROUNDS);
                } finally {
                    load.close();
                }
                for (var buyer : running) {
                    buyer.get();
                }
            }
            stack.launcher().awaitReady();
            everythingCameRight(stack, load);
        }
    }

    /// In each round every process dies once, at a moment of its own, and has to come back. Every
    /// other round strikes while they are still coming back, so that recovery is interrupted, too.
    private static void killAll(Stack stack, Random random) throws Exception {
        try (var timer = Executors.newScheduledThreadPool(VICTIMS.size())) {
            for (var round = 1; round <= ROUNDS; round++) {
                var deaths = new ArrayList<ScheduledFuture<Long>>();
                for (var victim : VICTIMS) {
                    deaths.add(kill(stack, victim, random.nextInt(LATEST_MILLIS), timer));
                }
                for (var death : deaths) {
                    assertThat(death.get()).isPositive();
                }
                if (round % 2 == 0) {
                    stack.launcher().awaitReady();
                }
            }
        }
    }

    /// @return the process id of the successor
    private static ScheduledFuture<Long> kill(
            Stack stack, String victim, int afterMillis, ScheduledExecutorService timer) {
        return timer.schedule(
                () -> {
                    var before = stack.launcher().pid(victim);
                    stack.launcher().kill9(victim);
                    await(victim).atMost(LONG).until(() -> stack.launcher().pid(victim) != before);
                    return stack.launcher().pid(victim);
                },
                afterMillis,
                TimeUnit.MILLISECONDS);
    }

    private static void everythingCameRight(Stack stack, Buyers load) throws Exception {
        await().atMost(LONG)
                .until(() ->
                        Stack.json(stack.sandbox("GET", "/control/stats", ""))
                                        .get("callbacks")
                                        .get("pending")
                                        .asInt()
                                == 0);
        try (var wire = new Wire(stack.launcher(), 1)) {
            for (var queue : QueueName.values()) {
                await(queue.address()).atMost(LONG).until(() -> wire.waiting(queue) == 0);
            }
        }
        await("outbox").atMost(LONG).until(() -> stack.count("SELECT COUNT(*) FROM outbox") == 0);

        // What the gateway says was paid is what was delivered, wherever the news came from.
        var paid =
                Stack.json(stack.sandbox("GET", "/control/stats", ""))
                        .get("payments")
                        .get("PAID")
                        .asLong();
        assertThat(load.paid()).hasSizeGreaterThan(ROUNDS).hasSizeLessThanOrEqualTo((int) paid);
        await("delivered")
                .atMost(LONG)
                .until(() ->
                        stack.count("SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED'")
                                == paid);
        assertThat(stack.texts("SELECT order_no FROM orders WHERE status = 'COMPLETED'"))
                .containsAll(load.paid().stream().map(Sale::orderNo).toList());
        assertThat(
                        stack.count(
                                "SELECT (SELECT COUNT(*) FROM asset_entry) + (SELECT COUNT(*) FROM card_key WHERE status = 'SOLD')"))
                .isEqualTo(paid);
        assertThat(
                        stack.texts(
                                "SELECT CONCAT(kind, ' ', COUNT(*)) FROM journal GROUP BY kind ORDER BY kind"))
                .containsExactly("COLLECT " + paid, "SETTLE " + paid);

        // Whatever was answered with 2xx has an outcome, and was seen as often as it was accepted.
        var seen = stack.texts("SELECT message_id FROM payment_evidence");
        assertThat(
                        stack.texts(
                                "SELECT message_id FROM processed_message WHERE consumer = 'engine'"))
                .containsAll(load.accepted());
        assertThat(seen).hasSizeGreaterThanOrEqualTo(load.accepted().size());
        assertThat(stack.count("SELECT COUNT(*) FROM dead_letter")).isZero();
        assertThat(stack.count("SELECT COUNT(*) FROM case_file")).isZero();
        assertThat(stack.violations()).isEmpty();
        System.out.println(
                "KillNineTest: %d paid, %d of our own callbacks accepted, %d messages processed"
                        .formatted(paid, load.accepted().size(), seen.size()));
    }
}
