package dev.consign.testbed.demo;

import dev.consign.testbed.launcher.LaunchOptions;
import dev.consign.testbed.launcher.LaunchPorts;
import dev.consign.testbed.launcher.Launcher;
import dev.consign.testkit.proxy.FaultProxy;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `consign demo`: everything in a fresh directory, a bad day, the proof. Ends with 0 only if the
/// books balance.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Play a trading day with every kind of trouble and print the proof.")
public final class DemoCommand implements Callable<Integer> {
    private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(5);
    private static final long CHECK_NANOS = 300_000_000L;

    @Option(names = "--orders", description = "Orders to place (default: ${DEFAULT-VALUE}).")
    int orders = 400;

    @Option(names = "--seed", description = "Replays the same day (default: a new one).")
    long seed = System.nanoTime() % 1_000_000;

    private final long start = System.nanoTime();

    @Override
    public Integer call() throws Exception {
        var ports = LaunchPorts.free();
        try (var wire = FaultProxy.to(ports.broker())) {
            var launcher = Launcher.prepare(options(ports, wire));
            var hook = Thread.ofPlatform().unstarted(launcher::close);
            Runtime.getRuntime().addShutdownHook(hook);
            try (launcher) {
                say("starting database, broker, sandbox gateway, processor and reconciler");
                launcher.launch();
                var proof = play(launcher, wire);
                System.out.println();
                proof.lines().forEach(System.out::println);
                System.out.println();
                System.out.printf(
                        "%s in %d s (seed %d).%n",
                        proof.holds() ? "The books balance" : "THE BOOKS DO NOT BALANCE",
                        Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                        seed);
                System.out.printf(
                        "To look further: ./consign up --data %1$s, and beside it CONSIGN_DATA=%1$s ./consign dlq list; logs are in %2$s.%n",
                        shown(launcher.description().resolveSibling("")),
                        shown(launcher.log("processor").resolveSibling("")));
                return proof.holds() ? 0 : 1;
            } finally {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    private Proof play(Launcher launcher, FaultProxy wire) throws Exception {
        var shop =
                new ShopClient(
                        url(launcher, "processor"),
                        url(launcher, "sandbox"),
                        launcher.apiKey("shop"));
        var day = new TradingDay(shop, launcher.sandboxWebhookSecret(), orders, seed);
        var books = new Books(launcher.database());
        var finance =
                new ShopClient(
                        url(launcher, "processor"),
                        url(launcher, "sandbox"),
                        launcher.apiKey("finance"));
        var evening = new Evening(day, shop, finance, books, this::say);
        var date = LocalDate.now(ZoneOffset.UTC);
        day.listGoods();
        evening.reserveLastPieces();
        say(
                "trading: %d orders, every callback two to five times, some lost, some false"
                        .formatted(orders));
        int refused;
        try (var aside = Executors.newVirtualThreadPerTaskExecutor()) {
            var troubles =
                    aside.submit(() -> {
                        new Troubles(launcher, wire, day, this::say).cause();
                        return true;
                    });
            var forged = aside.submit(day::forge);
            var unknown = aside.submit(day::sendUnknown);
            try {
                day.trade();
                refused = forged.get();
                unknown.get();
                troubles.get();
            } catch (Exception e) {
                // Who waits for the day to go on would wait for ever.
                aside.shutdownNow();
                throw e;
            }
        }
        say("all " + day.placed() + " orders are placed");
        evening.play(date);
        settle(evening, books, shop);
        var accepted = shop.stats().path("callbacks").path("accepted").asLong();
        return Proof.of(day, evening, books, accepted, refused);
    }

    private void settle(Evening evening, Books books, ShopClient shop)
            throws SQLException, InterruptedException {
        say("waiting until everything has settled");
        var before = List.<Long>of();
        var moved = System.nanoTime();
        while (System.nanoTime() - moved < LONGEST_STANDSTILL.toNanos()) {
            var missing = evening.delivered() - books.creditedOnce();
            var pending = shop.stats().path("callbacks").path("pending").asLong();
            var seen = List.of(missing, books.waiting(), pending);
            if (seen.equals(List.of(0L, 0L, 0L))) {
                return;
            }
            if (!seen.equals(before)) {
                moved = System.nanoTime();
            }
            before = seen;
            LockSupport.parkNanos(CHECK_NANOS);
        }
        say("not everything has settled in time");
    }

    private static LaunchOptions options(LaunchPorts ports, FaultProxy wire) {
        var options = LaunchOptions.of(System.getenv()).withPorts(ports);
        return options.withData(options.data().resolve("demo"))
                .startingFresh()
                .reportingTo(_ -> {})
                .withProcessorBroker("tcp://127.0.0.1:" + wire.port())
                // A day in a minute: what a gateway forgot to say is asked for after seconds.
                // Longer than the lease of a request that died with the processor (20 s): its order
                // is answered before it expires, unless the machine is slow.
                .with("CONSIGN_ORDERS_TIMETOPAY", "30s")
                // One key plays everybody: there is nobody to approve the payouts of a big day.
                .with("CONSIGN_APPROVAL_PAYOUTABOVE", Long.toString(Long.MAX_VALUE))
                .with("CONSIGN_REFUND_FIRSTDELAY", "1s")
                .with("CONSIGN_REQUERY_FIRSTDELAY", "10s")
                .with("CONSIGN_REQUERY_CAP", "10s");
    }

    private static URI url(Launcher launcher, String name) {
        return Objects.requireNonNull(launcher.urls().get(name));
    }

    private static String shown(Path path) {
        var here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }

    private void say(String what) {
        System.out.printf(
                "%3d s  %s%n", Duration.ofNanos(System.nanoTime() - start).toSeconds(), what);
    }
}
