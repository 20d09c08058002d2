package dev.consign.testbed.sandbox.callback;

import dev.consign.platform.http.RetryAfter;
import dev.consign.testbed.sandbox.account.Entry;
import dev.consign.testbed.sandbox.account.Event;
import dev.consign.testbed.sandbox.account.Journal;
import dev.consign.testbed.sandbox.account.TransactionIds;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Posts events until the shop answers 2xx: at least once, also over a kill of this process.
public final class Callbacks implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MS = 250;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final int TRIES = 200;

    private final Journal journal;
    private final Signature signature;
    private final InstantSource clock;
    private final TransactionIds ids;
    private final CallbackStats stats = new CallbackStats();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("callback-timer").factory());
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(3))
                    .executor(workers)
                    .build();

    public Callbacks(
            Journal journal, Signature signature, InstantSource clock, TransactionIds ids) {
        this.journal = journal;
        this.signature = signature;
        this.clock = clock;
        this.ids = ids;
    }

    public CallbackStats stats() {
        return stats;
    }

    /// @param delayMs before the first try
    /// @return completed after the first try, whatever came of it
    public CompletableFuture<Void> order(Event event, long delayMs) {
        var delivery = ids.next("dlv");
        journal.append(new Entry.DeliveryOrdered(delivery, event.key()));
        return resume(delivery, event, delayMs);
    }

    /// @param earlier what is to be told before: this is posted once it has come to its end
    public void orderAfter(CompletableFuture<Void> earlier, Event event) {
        var delivery = ids.next("dlv");
        journal.append(new Entry.DeliveryOrdered(delivery, event.key()));
        stats.ordered();
        var _ =
                earlier.thenRunAsync(
                        () -> attempt(delivery, event, 1, new CompletableFuture<>()), workers);
    }

    /// Goes on with a delivery that is in the journal already.
    public CompletableFuture<Void> resume(String delivery, Event event, long delayMs) {
        stats.ordered();
        var firstTry = new CompletableFuture<Void>();
        later(delayMs, () -> attempt(delivery, event, 1, firstTry));
        return firstTry;
    }

    /// Runs a task of the gateway's own, off the request that asks for it.
    public void later(long delayMs, Runnable task) {
        if (delayMs <= 0) {
            workers.execute(task);
        } else {
            var _ = timer.schedule(() -> workers.execute(task), delayMs, TimeUnit.MILLISECONDS);
        }
    }

    private void attempt(String delivery, Event event, int number, CompletableFuture<Void> done) {
        long pauseMs = pauseAfter(number);
        try {
            stats.posted();
            var response = client.send(request(event), BodyHandlers.discarding());
            var accepted = response.statusCode() / 100 == 2;
            stats.answered(Integer.toString(response.statusCode()), accepted);
            if (accepted) {
                ended(delivery, true);
                return;
            }
            pauseMs = Math.max(pauseMs, retryAfterMs(response));
        } catch (IOException _) {
            stats.answered("none", false);
        } catch (InterruptedException _) {
            // This process is ending; the journal remembers what is still to be delivered.
            Thread.currentThread().interrupt();
            return;
        } finally {
            done.complete(null);
        }
        if (number == TRIES) {
            ended(delivery, false);
        } else {
            later(pauseMs, () -> attempt(delivery, event, number + 1, done));
        }
    }

    private void ended(String delivery, boolean accepted) {
        journal.append(new Entry.DeliveryEnded(delivery, accepted));
        stats.ended(accepted);
    }

    private HttpRequest request(Event event) {
        long timestamp = clock.instant().getEpochSecond();
        return HttpRequest.newBuilder(event.url())
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("webhook-id", event.webhookId())
                .header("webhook-timestamp", Long.toString(timestamp))
                .header(
                        "webhook-signature",
                        signature.sign(event.webhookId(), timestamp, event.body()))
                .POST(HttpRequest.BodyPublishers.ofString(event.body()))
                .build();
    }

    /// Doubles up to the cap; the jitter keeps copies from coming back all at once.
    private static long pauseAfter(int number) {
        long full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(number - 1, 10));
        return full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
    }

    private long retryAfterMs(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .flatMap(asked ->
                        RetryAfter.of(asked, clock.instant(), Duration.ofMillis(LONGEST_PAUSE_MS)))
                .orElse(Duration.ZERO)
                .toMillis();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
