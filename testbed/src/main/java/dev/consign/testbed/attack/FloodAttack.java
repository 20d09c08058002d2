package dev.consign.testbed.attack;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;

/// Forged callbacks in thousands: each is refused, the log does not grow by them, and a genuine one
/// is taken all the while (issue 11, number 10).
final class FloodAttack implements Attack.Round {
    private static final int MANY = 20_000;
    private static final int FEW = 1_000;
    private static final int AT_ONCE = 16;

    /// A summed line a second and reason, and what else happens in a minute.
    private static final long MOST_LOG_BYTES = 64 * 1024;

    @Override
    public void run(Target target, Tally tally, boolean quick) throws Exception {
        var payment = Goods.of(target).order("flood", "Coins").paymentNo();
        var before = target.logSize();
        var each = (quick ? FEW : MANY) / AT_ONCE;
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (var thread = 0; thread < AT_ONCE; thread++) {
                var _ = threads.submit(() -> forge(target, tally, each));
            }
        }
        var answer = target.genuine(Target.event("payment.pending", payment, "tx-flood"));
        if (answer.status() / 100 != 2) {
            tally.through("a genuine callback after the flood: " + answer);
        }
        var grown = target.logSize() - before;
        tally.check(
                grown < MOST_LOG_BYTES,
                "the log grew by %d bytes over %d forged callbacks"
                        .formatted(grown, each * AT_ONCE));
    }

    private static Void forge(Target target, Tally tally, int count) throws InterruptedException {
        for (var i = 0; i < count; i++) {
            var body = Target.event("payment.paid", "P0000000000000001", "t-" + i);
            tally.mustRefuse(
                    "a forged callback",
                    target.callback(
                            "msg_" + UUID.randomUUID(),
                            Long.toString(Instant.now().getEpochSecond()),
                            "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                            body));
        }
        return null;
    }
}
