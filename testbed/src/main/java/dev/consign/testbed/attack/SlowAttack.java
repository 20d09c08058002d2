package dev.consign.testbed.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// Crowds that send half a request and no more, or a byte now and then: genuine callbacks get their
/// answer all the same, and every one of the crowd is ended.
final class SlowAttack implements Attack.Round {
    private static final int CROWD = 2_000;
    private static final int SMALL_CROWD = 200;
    private static final Duration LENGTH = Duration.ofSeconds(12);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int TRIES = 3;
    private static final Duration AGAIN_AFTER = Duration.ofMillis(500);
    private static final Duration ENDED = Duration.ofSeconds(30);
    private static final String MADE_UP =
            "webhook-id: msg_1\r\nwebhook-timestamp: 1700000000\r\nwebhook-signature: v1,AAAA\r\n";

    private enum Kind {
        UNSIGNED(head("", 65_000), 60_000, "x"),
        NEARLY_WHOLE(head(MADE_UP, 65_000), 60_000, "x"),
        CHUNKS(
                "POST /gateways/sandbox/callbacks HTTP/1.1\r\nHost: h\r\n"
                        + MADE_UP
                        + "Transfer-Encoding: chunked\r\n\r\n",
                0,
                "1\r\nx\r\n"),
        HEADERS("POST /gateways/sandbox/callbacks HTTP/1.1\r\nHost: h\r\n", 0, "X-A: b\r\n"),
        SILENCE("", 0, "");

        private final String start;
        private final int body;
        private final String drop;

        Kind(String start, int body, String drop) {
            this.start = start;
            this.body = body;
            this.drop = drop;
        }

        private static String head(String headers, int length) {
            return "POST /gateways/sandbox/callbacks HTTP/1.1\r\nHost: h\r\n"
                    + headers
                    + "Content-Length: "
                    + length
                    + "\r\n\r\n";
        }
    }

    @Override
    public void run(Target target, Tally tally, boolean quick) throws Exception {
        var payment = Goods.of(target).order("slow", "Coins").paymentNo();
        for (var kind : quick ? new Kind[] {Kind.NEARLY_WHOLE, Kind.HEADERS} : Kind.values()) {
            var crowd = new ConcurrentLinkedQueue<Socket>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                try {
                    for (var i = 0; i < (quick ? SMALL_CROWD : CROWD); i++) {
                        var _ = threads.submit(() -> attack(target, kind, crowd));
                    }
                    genuine(target, tally, kind, payment, quick);
                    end(tally, kind, crowd);
                } finally {
                    // Before the threads are waited for: who sends nothing notices nothing else.
                    for (var socket : crowd) {
                        socket.close();
                    }
                }
            }
        }
    }

    private static void genuine(
            Target target, Tally tally, Kind kind, String payment, boolean quick)
            throws InterruptedException {
        var length = quick ? LENGTH.dividedBy(3) : LENGTH;
        var end = System.nanoTime() + length.toNanos();
        for (var number = 0; System.nanoTime() < end; number++) {
            var started = System.nanoTime();
            var patience = started + PATIENCE.toNanos();
            var last = started + TRIES * PATIENCE.toNanos();
            var event = Target.event("payment.pending", payment, "tx-" + kind + number);
            var answer = target.genuine(event);
            // As every gateway does: again when nobody answers, or asks for it.
            while (isToBeSentAgain(answer) && System.nanoTime() < Math.min(patience, last)) {
                LockSupport.parkNanos(AGAIN_AFTER.toNanos());
                patience = System.nanoTime() + PATIENCE.toNanos();
                answer = target.genuine(event);
            }
            if (answer.status() / 100 != 2 || System.nanoTime() > patience) {
                tally.through(
                        "%s: a genuine callback had %s after %d ms"
                                .formatted(
                                        kind, answer, (System.nanoTime() - started) / 1_000_000));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static boolean isToBeSentAgain(Answer answer) {
        return answer.equals(Answer.NONE) || answer.status() == 503;
    }

    private static void end(Tally tally, Kind kind, Queue<Socket> crowd) {
        var end = System.nanoTime() + ENDED.toNanos();
        for (var socket : crowd) {
            while (!isEnded(socket) && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            tally.check(isEnded(socket), kind + ": it is still being waited for");
        }
    }

    private static Void attack(Target target, Kind kind, Queue<Socket> crowd) throws IOException {
        var socket = target.raw().open();
        crowd.add(socket);
        try {
            socket.getOutputStream().write((kind.start + "x".repeat(kind.body)).getBytes(US_ASCII));
            while (!socket.isClosed()) {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                socket.getOutputStream().write(kind.drop.getBytes(US_ASCII));
            }
        } catch (IOException _) {
            // The processor has had enough.
        }
        return null;
    }

    private static boolean isEnded(Socket socket) {
        try {
            socket.setSoTimeout(1);
            while (socket.getInputStream().read() >= 0) {
                // An answer may have come first.
            }
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }
}
