package dev.consign.notify.delivery;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Tells somebody on a thread of its own and has an answer within a fixed time, whatever the work
/// does: it may throw, hang, or read a body that never ends.
public final class DeliveryAttempt {
    private DeliveryAttempt() {}

    static DeliveryResult at(Channel sink, Delivery delivery, Duration limit)
            throws InterruptedException {
        return at(
                sink.kind().label() + "-attempt-" + delivery.id(),
                () -> sink.deliver(delivery),
                limit);
    }

    /// @param name of the thread
    /// @param telling is interrupted when its time is over
    public static DeliveryResult at(String name, Callable<DeliveryResult> telling, Duration limit)
            throws InterruptedException {
        var work = new FutureTask<>(telling);
        // Interrupting a virtual thread closes the socket that it reads, writes or connects.
        var thread = Thread.ofVirtual().name(name).start(work);
        try {
            return work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return new DeliveryResult.Failed("no answer within " + limit);
        } catch (ExecutionException e) {
            return new DeliveryResult.Failed(String.valueOf(e.getCause()));
        } finally {
            thread.interrupt();
        }
    }
}
