package dev.consign.processor.delivery;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Makes one delivery on a thread of its own and has an answer within a fixed time, whatever the
/// sink does: it may throw, hang, or read a body that never ends.
final class Attempt {
    private Attempt() {}

    static Answer at(Sink sink, Delivery delivery, Duration limit) throws InterruptedException {
        var work = new FutureTask<Answer>(() -> sink.deliver(delivery));
        // Interrupting a virtual thread closes the socket that it reads, writes or connects.
        var thread =
                Thread.ofVirtual()
                        .name(sink.kind().label() + "-attempt-" + delivery.id())
                        .start(work);
        try {
            return work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return new Answer.Failed("no answer within " + limit);
        } catch (ExecutionException e) {
            return new Answer.Failed(String.valueOf(e.getCause()));
        } finally {
            thread.interrupt();
        }
    }
}
