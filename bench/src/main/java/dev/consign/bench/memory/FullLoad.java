package dev.consign.bench.memory;

import dev.consign.bench.load.Orders;
import dev.consign.bench.post.CallbackWriter;
import dev.consign.bench.post.Crowd;
import dev.consign.bench.post.Posting;
import dev.consign.bench.stand.Books;
import dev.consign.bench.stand.Notifications;
import dev.consign.bench.stand.Queues;
import dev.consign.broker.QueueName;
import dev.consign.broker.codec.FactCodec;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import dev.consign.testkit.database.Database;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// Everything a processor does, at once: it empties a full queue while callbacks come in over HTTP
/// as fast as they are answered, and sends out what is to be told about both.
final class FullLoad {
    private static final QueueName QUEUE = QueueName.PAYMENT_CALLBACK;
    private static final Duration DRAINED = Duration.ofMinutes(3);
    private static final long SEED = 4_714;
    private static final int CONNECTIONS = 16;

    private final Database database;
    private final Queues queues;
    private final URI address;
    private final CallbackWriter writer;
    private final Orders orders;
    private long paid;

    /// @param address of the processor
    FullLoad(Database database, Queues queues, URI address, String webhookSecret) throws Exception {
        this.database = database;
        this.queues = queues;
        this.address = address;
        this.writer = new CallbackWriter(address, webhookSecret);
        this.orders = Orders.in(database, new Random(SEED));
    }

    /// Half of the callbacks wait in the queue, half come over HTTP.
    ///
    /// @return callbacks a second, until all are committed and all notifications are out
    double round(int callbacks) throws Exception {
        var queued = orders.place(callbacks / 2);
        var posted = orders.place(callbacks / 2);
        paid += queued.size() + posted.size();
        var now = Instant.now();
        var bodies =
                queued.stream()
                        .map(order -> order.fact(FactKind.PAID, FactSource.CALLBACK, now))
                        .map(FactCodec::encode)
                        .toList();
        var requests = writer.paid(posted);
        queues.hold(QUEUE);
        queues.fill(QUEUE, bodies);
        var start = System.nanoTime();
        queues.release(QUEUE);
        Crowd.run(CONNECTIONS, requests.size(), Posting.of(address, requests));
        queues.drain(QUEUE, DRAINED);
        Notifications.awaitAll(database, queues, DRAINED);
        var seconds = (System.nanoTime() - start) / 1e9;
        return (bodies.size() + requests.size()) / seconds;
    }

    void verify() throws Exception {
        Books.verify(database, paid, List.of());
    }
}
