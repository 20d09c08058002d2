package dev.consign.incidents;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Issue 11, number 2: 1,200 half-sent callbacks killed the processor in four seconds. Here it has
/// its 256 MiB, and meets two thousand.
@Timeout(300)
class HalfSentCallbacksTest {
    private static final int CROWD = 2_000;
    private static final int GENUINE = 12;
    private static final Duration ATTACK = Duration.ofSeconds(8);
    private static final int SENT_AGAIN = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// What a 503 asks for.
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private static final String MADE_UP =
            "webhook-id: msg_1\r\nwebhook-timestamp: 1700000000\r\nwebhook-signature: v1,AAAA\r\n";

    enum Attack {
        /// Refused before its body is looked at.
        WITHOUT_A_SIGNATURE(head("", 65_000), 60_000),
        /// As much as a body may have, but for its end.
        NEARLY_WHOLE(head(MADE_UP, 65_000), 60_000),
        /// As genuine callbacks look.
        SMALL(head(MADE_UP, 400), 100),
        HEADERS_THAT_TRICKLE("POST /gateways/sandbox/callbacks HTTP/1.1\r\nHost: h\r\n", 0),
        NO_LENGTH(head(MADE_UP, -1), 0),
        SILENT("", 0),
        FOR_THE_API(head("POST /api/orders", "Authorization: Bearer made-up\r\n", 65_000), 60_000);

        private final String start;
        private final int sent;

        Attack(String start, int sent) {
            this.start = start;
            this.sent = sent;
        }

        private byte[] first() {
            return (start + "x".repeat(sent)).getBytes(US_ASCII);
        }

        /// What comes once a second.
        private byte[] drop() {
            var drop =
                    switch (this) {
                        case WITHOUT_A_SIGNATURE, NEARLY_WHOLE, SMALL, FOR_THE_API -> "x";
                        case HEADERS_THAT_TRICKLE -> "X-A: b\r\n";
                        case NO_LENGTH -> "1\r\nx\r\n";
                        case SILENT -> "";
                    };
            return drop.getBytes(US_ASCII);
        }
    }

    private final Queue<Socket> crowd = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private static String head(String headers, int length) {
        return head("POST /gateways/sandbox/callbacks", headers, length);
    }

    private static String head(String request, String headers, int length) {
        var body =
                length < 0
                        ? "Transfer-Encoding: chunked\r\n"
                        : "Content-Length: " + length + "\r\n";
        return request + " HTTP/1.1\r\nHost: h\r\n" + headers + body + "\r\n";
    }

    @ParameterizedTest
    @EnumSource(Attack.class)
    void two_thousand_of_them_keep_no_genuine_callback_out(Attack attack) throws Exception {
        var consign = RunningConsign.get();
        var processor = consign.launcher().pid("processor");
        var order = consign.shop().order(consign.shop().credits(1), 1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (var i = 0; i < CROWD; i++) {
                    var _ = threads.submit(() -> attack(attack));
                }
                var end = System.nanoTime() + ATTACK.toNanos();
                for (var n = 0; n < GENUINE || System.nanoTime() < end; n++) {
                    var tx = "tx-" + attack + "-" + n;
                    var callback =
                            consign.gateway().callback("payment.pending", order, Shop.PRICE, tx);
                    Web.accepted(post(consign.gateway(), callback));
                    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                }
                // Headers have 5 s, bodies 10: the last of them is gone soon after.
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> crowd.stream().allMatch(this::isEnded));
            } finally {
                // Who sends nothing notices nothing: its thread ends with its socket, never before.
                over = true;
                for (var socket : List.copyOf(crowd)) {
                    socket.close();
                }
            }
        }
        assertThat(consign.launcher().pid("processor")).as("it has not died").isEqualTo(processor);
    }

    /// As every gateway does when a connection that it kept open is gone, when it is asked to come
    /// again, or when its patience is over, however the answer would have been: it sends again.
    private static HttpResponse<String> post(Gateway gateway, Gateway.Callback callback)
            throws Exception {
        for (var again = 0; ; again++) {
            var started = System.nanoTime();
            try {
                var answer = gateway.post(callback);
                var isHeard = System.nanoTime() - started < PATIENCE.toNanos();
                if (isHeard && answer.statusCode() != 503) {
                    return answer;
                }
                assertThat(again).as("%s, heard: %s", answer, isHeard).isLessThan(SENT_AGAIN);
                if (!isHeard) {
                    continue;
                }
            } catch (IOException e) {
                if (again == SENT_AGAIN) {
                    throw e;
                }
                continue;
            }
            LockSupport.parkNanos(RETRY_AFTER.toNanos());
        }
    }

    private Void attack(Attack attack) throws IOException, InterruptedException {
        var url = RunningConsign.get().launcher().urls().get("processor");
        var port = Objects.requireNonNull(url).getPort();
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        crowd.add(socket);
        try {
            socket.getOutputStream().write(attack.first());
            while (!over && !socket.isClosed()) {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                socket.getOutputStream().write(attack.drop());
            }
        } catch (IOException _) {
            // The processor has had enough.
        }
        return null;
    }

    private boolean isEnded(Socket socket) {
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
