package dev.consign.testbed.attack;

import dev.consign.testbed.sandbox.callback.Signature;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;

/// Callbacks with signatures that are forged, stale, of another body or none; and one that is
/// genuine, again and again: it credits once.
final class SignaturesAttack implements Attack.Round {
    private static final int REPEATS = 50;
    private static final long HOUR = 3_600;

    @Override
    public void run(Target target, Tally tally, boolean quick) throws Exception {
        var goods = Goods.of(target);
        var order = goods.order("signatures", "Coins");
        var body = Target.event("payment.paid", order.paymentNo(), "t-" + order.paymentNo());
        for (var forged : forgeries(target.signature(), body).entrySet()) {
            var call = forged.getValue();
            tally.mustRefuse(
                    forged.getKey(),
                    target.callback(call.id(), call.time(), call.signature(), call.body()));
        }
        tally.check(!goods.isCompleted(order), "an order was delivered for a forged callback");
        repeat(target, tally, goods, quick ? REPEATS / 5 : REPEATS);
    }

    private static Map<String, Call> forgeries(Signature genuine, String body) {
        var id = "msg_" + UUID.randomUUID();
        var now = Instant.now().getEpochSecond();
        var right = genuine.sign(id, now, body);
        var stranger = new Signature("whsec_" + "QUJD".repeat(8));
        var all = new LinkedHashMap<String, Call>();
        all.put("another's key", new Call(id, now, stranger.sign(id, now, body), body));
        all.put("an hour old", at(genuine, id, now - HOUR, body));
        all.put("an hour ahead", at(genuine, id, now + HOUR, body));
        all.put("of the year 1970", at(genuine, id, 0, body));
        all.put("of the far future", at(genuine, id, Long.MAX_VALUE, body));
        all.put("another time", new Call(id, now + 1, right, body));
        all.put("another id", new Call(id + "0", now, right, body));
        all.put("another body", new Call(id, now, right, body.replace("27000", "27001")));
        all.put("a blank more", new Call(id, now, right, body + " "));
        all.put("no body", new Call(id, now, right, ""));
        all.put("an empty signature", new Call(id, now, "", body));
        all.put("no version", new Call(id, now, right.substring(3), body));
        all.put("another version", new Call(id, now, "v2," + right.substring(3), body));
        all.put("the asymmetric version", new Call(id, now, "v1a," + right.substring(3), body));
        all.put("half a signature", new Call(id, now, right.substring(0, 20), body));
        all.put("no base64", new Call(id, now, "v1,!!!!", body));
        all.put("an empty code", new Call(id, now, "v1,", body));
        all.put("joined by a comma", new Call(id, now, "v1,AAAA," + right.substring(3), body));
        all.put("a thousand wrong ones", new Call(id, now, "v1,AAAA ".repeat(1_000), body));
        all.put("a time in words", new Call(id, "now", right, body));
        all.put("a time with a fraction", new Call(id, now + ".0", right, body));
        all.put("a time in hexadecimal", new Call(id, "0x" + Long.toHexString(now), right, body));
        all.put("a signed time", new Call(id, "+" + now, right, body));
        all.put("no id", new Call("", now, genuine.sign("", now, body), body));
        return all;
    }

    private static Call at(Signature genuine, String id, long time, String body) {
        return new Call(id, time, genuine.sign(id, time, body), body);
    }

    /// The gateway's own words about money that did come, in many copies at once.
    private static void repeat(Target target, Tally tally, Goods goods, int times)
            throws InterruptedException, SQLException {
        var order = goods.order("repeats", "Coins");
        goods.pay(order);
        var transaction = "t-" + order.paymentNo();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < times; i++) {
                // Half under one id, half under a new one each; the money is the same.
                var id = i % 2 == 0 ? "msg_again" : "msg_" + UUID.randomUUID();
                var _ = threads.submit(() -> again(target, order.paymentNo(), transaction, id));
            }
        }
        var settled = goods.settled(order);
        for (var i = 0; i < times; i++) {
            tally.harmless();
        }
        tally.check(settled == 1, "%d repeats credited %d times".formatted(times, settled));
    }

    private static Void again(Target target, String paymentNo, String transaction, String id)
            throws InterruptedException {
        var now = Instant.now().getEpochSecond();
        var body = Target.event("payment.paid", paymentNo, transaction);
        target.callback(id, Long.toString(now), target.signature().sign(id, now, body), body);
        return null;
    }

    private record Call(String id, String time, String signature, String body) {
        Call(String id, long time, String signature, String body) {
            this(id, Long.toString(time), signature, body);
        }
    }
}
