package dev.consign.platform.http;

import dev.consign.platform.http.BoundedProtocol.Open;
import dev.consign.platform.http.Services.CutOff;
import dev.consign.platform.http.Services.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.coyote.AbstractProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends connections whose client owes us something for too long, and the longest waiting ones first
/// when there are nearly as many as may be: so a crowd that sends next to nothing keeps nobody out
/// who sends what he has to (issue 11, number 2).
///
/// A client is ended by closing our ear: whoever reads sees the end of the input and deals with it,
/// and an answer that is under way still leaves ([ProblemReports] tells who is cut off in a body
/// that it was too slow, or to come again). Nothing of Tomcat's is touched from here.
final class SlowClients {
    /// What was not read of a request is waited for as long as an answer needs to arrive: closed at
    /// once, the client might never see it.
    static final Duration LINGER = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(SlowClients.class);
    private static final Duration TICK = Duration.ofMillis(100);

    /// Nobody who is quicker is taken for one of the crowd.
    private static final Duration AT_ONCE = Duration.ofMillis(250);

    /// As slow as a client may be who sends much.
    private static final long BYTES_PER_SECOND = 256 * 1024;

    private final HttpBounds bounds;
    private final Services services;
    private final Supplier<List<Open>> connections;
    private final Map<String, Long> firstSeen = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    SlowClients(HttpBounds bounds, Services services, Supplier<List<Open>> connections) {
        this.bounds = bounds;
        this.services = services;
        this.connections = connections;
    }

    void start() {
        Thread.ofPlatform().daemon().name("http-slow-clients").start(this::run);
    }

    void close() {
        closed.countDown();
    }

    private void run() {
        try {
            while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            endThoseWhoAreSlow(connections.get(), System.nanoTime());
        } catch (RuntimeException | Error e) {
            // The server stands and falls with this thread: it does not end, whatever happens.
            LOG.error("slow clients could not be looked for, trying again", e);
        }
    }

    /// What a client owes us.
    ///
    /// @param since on the scale of [System#nanoTime()]
    /// @param limit how long it may owe it
    /// @param begun whether a request has begun; who owes the next one is the last to go
    /// @param serving the request whose body is being read
    private record Debt(
            Open connection, long since, Duration limit, boolean begun, @Nullable Service serving) {
        Debt(Open connection, long since, Duration limit, boolean begun) {
            this(connection, since, limit, begun, null);
        }

        boolean isOlderThan(Duration age, long now) {
            return now - since >= age.toNanos();
        }
    }

    private void endThoseWhoAreSlow(List<Open> all, long now) {
        var debts = new ArrayList<Debt>();
        var names = new HashSet<String>();
        for (var connection : all) {
            var name = connection.wrapper().getServletConnection("http/1.1", "").getConnectionId();
            names.add(name);
            debt(connection, name, now, debts);
        }
        firstSeen.keySet().retainAll(names);
        services.keepOnly(names);
        debts.stream()
                .filter(debt -> debt.isOlderThan(debt.limit(), now))
                .filter(debt -> debt.begun() || keepsUsWaiting(debt))
                .forEach(debt -> end(debt, CutOff.TOO_SLOW));
        if (all.size() > bounds.connections() * 3L / 4) {
            debts.stream()
                    .filter(debt -> debt.isOlderThan(AT_ONCE, now))
                    .sorted(
                            Comparator.comparing((Debt debt) -> !debt.begun())
                                    .thenComparingLong(debt -> debt.since() - now))
                    .filter(SlowClients::keepsUsWaiting)
                    .limit(all.size() - bounds.connections() / 2L)
                    .forEach(debt -> end(debt, CutOff.CROWDED));
        }
    }

    /// Whether nothing has come that we have not read: with a crowd to read from we are slow
    /// ourselves, and nobody is ended for that.
    private static boolean keepsUsWaiting(Debt debt) {
        try {
            return debt.connection().socket().socket().getInputStream().available() == 0;
        } catch (IOException _) {
            // Closed meanwhile: it keeps nobody waiting any more, and to end it does no harm.
            return true;
        }
    }

    private void debt(Open connection, String name, long now, List<Debt> debts) {
        var service = services.of(name);
        if (service.isPresent() && !service.get().isOver()) {
            var serving = service.get();
            if (serving.isBodyMissing()) {
                var sending = Duration.ofSeconds(serving.announced() / BYTES_PER_SECOND);
                var limit = bounds.body().plus(sending);
                debts.add(new Debt(connection, serving.began(), limit, true, serving));
            }
            return;
        }
        // Between two requests, or in the headers of one: Tomcat keeps its processor here only
        // then.
        if (connection.wrapper().getCurrentProcessor() instanceof AbstractProcessor processor) {
            var began = processor.getRequest().getStartTimeNanos();
            if (!processor.isAsync() && !processor.isUpgrade() && began >= 0) {
                debts.add(new Debt(connection, began, bounds.headers(), true));
            }
            return;
        }
        if (service.isPresent()) {
            var last = service.get();
            // Tomcat itself ends those who are idle, and a little earlier.
            var limit = last.isBodyMissing() ? LINGER : bounds.idle().plus(LINGER);
            debts.add(new Debt(connection, last.ended(), limit, last.isBodyMissing()));
        } else {
            var since = firstSeen.computeIfAbsent(name, _ -> now);
            debts.add(new Debt(connection, since, bounds.headers().plus(LINGER), false));
        }
    }

    private void end(Debt debt, CutOff why) {
        try {
            if (debt.serving() != null) {
                debt.serving().cutOff(why);
            }
            debt.connection().socket().shutdownInput();
        } catch (IOException e) {
            LOG.debug("a connection had ended before it was ended: {}", e.toString());
        }
    }
}
