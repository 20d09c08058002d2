package dev.consign.bench.ingress;

import dev.consign.bench.load.Orders;
import dev.consign.bench.load.Waiting;
import dev.consign.bench.post.CallbackWriter;
import dev.consign.bench.post.Crowd;
import dev.consign.bench.post.Posting;
import dev.consign.bench.stand.Books;
import dev.consign.bench.stand.Queues;
import dev.consign.broker.QueueName;
import dev.consign.broker.codec.FactCodec;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.testbed.launcher.Launcher;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/// One side after the other sends to the queue, which is held all the while: the intake, which
/// would want the same cores, takes nothing in. Between the rounds it is let go and emptied.
final class Turns {
    private static final QueueName QUEUE = QueueName.PAYMENT_CALLBACK;
    private static final Duration COUNTED = Duration.ofSeconds(5);
    private static final long PAUSE_NANOS = 10_000_000L;
    private static final Duration DRAINED = Duration.ofMinutes(2);

    private final Launcher launcher;
    private final Queues queues;
    private final Orders orders;
    private final URI processor;
    private final URI onlyAnswers;
    private final CallbackWriter writer;
    private long placed;
    private int rounds;

    /// @param onlyAnswers where [OnlyAnswers] listens
    Turns(Launcher launcher, Queues queues, Orders orders, URI onlyAnswers) {
        this.launcher = launcher;
        this.queues = queues;
        this.orders = orders;
        this.onlyAnswers = onlyAnswers;
        this.processor = Objects.requireNonNull(launcher.urls().get("processor"));
        this.writer = new CallbackWriter(processor, launcher.sandboxWebhookSecret());
    }

    /// By time and not by messages: what is compiled late is compiled after seconds of work.
    ///
    /// @param seconds of callbacks over HTTP
    void warmUp(int threads, int messages, int seconds) throws Exception {
        var pair = new Pair(threads, messages);
        while (pair.secondsOfHttp() < seconds) {
            play(pair);
        }
    }

    void play(Pair pair) throws Exception {
        var waiting = orders.place(pair.messages());
        placed += waiting.size();
        var requests = writer.paid(waiting);
        var bodies = bodies(waiting);
        queues.hold(QUEUE);
        // Who comes after whom may make a difference: every other round the two change places.
        var httpFirst = rounds++ % 2 == 0;
        var http = httpFirst ? http(pair, requests) : null;
        var bare = bare(pair, bodies);
        if (http == null) {
            http = http(pair, requests);
        }
        requireInQueue(requests.size() + bodies.size());
        var alone = Crowd.run(pair.threads(), requests.size(), Posting.of(onlyAnswers, requests));
        queues.drain(QUEUE, DRAINED);
        pair.add(http, alone, bare);
    }

    private Crowd.Took http(Pair pair, List<byte[]> requests) throws Exception {
        return Crowd.run(pair.threads(), requests.size(), Posting.of(processor, requests));
    }

    private Crowd.Took bare(Pair pair, List<String> bodies) throws Exception {
        return Crowd.run(
                pair.threads(),
                bodies.size(),
                BareSend.to(
                        launcher.brokerUrl(),
                        launcher.brokerPassword("processor"),
                        QUEUE.address(),
                        bodies));
    }

    private static List<String> bodies(List<Waiting> waiting) {
        var now = Instant.now();
        return waiting.stream()
                .map(order -> order.fact(FactKind.PAID, FactSource.CALLBACK, now))
                .map(FactCodec::encode)
                .toList();
    }

    /// The broker counts a message a moment after it has answered the send.
    private void requireInQueue(long messages) throws Exception {
        var end = System.nanoTime() + COUNTED.toNanos();
        var found = queues.left(QUEUE);
        while (found != messages && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE_NANOS);
            found = queues.left(QUEUE);
        }
        if (found != messages) {
            throw new IllegalStateException(
                    "%d messages were accepted and %d are in the queue".formatted(messages, found));
        }
    }

    /// Every order was paid twice, over HTTP and by a bare send, and must be completed once.
    void verify() throws SQLException {
        // Nobody relays here: I11 asks for what waits in the outbox.
        Books.verify(launcher.database(), placed, List.of("I11"));
    }
}
