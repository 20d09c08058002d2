package dev.consign.broker;

import dev.consign.broker.SendResult.Refused;
import dev.consign.broker.SendResult.Unknown;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One message's way to the broker, between the thread that waits for the answer and the one that
/// sends: for a caller who has gone nothing more is sent, and a message that may be stored is never
/// called refused.
final class SendAttempt {

    private enum Stage {
        /// Nothing that the broker may have kept has been handed to a producer.
        PREPARING,
        /// The message may be stored from here on.
        SENDING,
        /// The caller has gone; nothing more may be sent.
        ABANDONED
    }

    private final QueueName queue;
    private final OutgoingMessage message;
    private final long entered;
    private final long limit;
    private final CompletableFuture<SendResult> answer = new CompletableFuture<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.PREPARING);
    private volatile @Nullable SendGroup group;

    /// @param entered when somebody began to wait for it, on the scale of [System#nanoTime()]
    /// @param limit when that somebody goes, on the same scale
    SendAttempt(QueueName queue, OutgoingMessage message, long entered, long limit) {
        this.queue = queue;
        this.message = message;
        this.entered = entered;
        this.limit = limit;
    }

    long entered() {
        return entered;
    }

    /// @param now on the scale of [System#nanoTime()]
    boolean isOverdue(long now) {
        return now - limit >= 0;
    }

    boolean isAnswered() {
        return answer.isDone();
    }

    QueueName queue() {
        return queue;
    }

    OutgoingMessage message() {
        return message;
    }

    /// It has left the waiting room.
    void goesWith(SendGroup others) {
        group = others;
    }

    /// With whom it goes; null while it waits.
    @Nullable SendGroup group() {
        return group;
    }

    /// Asked before each handing over to a producer.
    ///
    /// @return false when the caller has gone
    boolean maySend() {
        return stage.getAndUpdate(s -> s == Stage.ABANDONED ? s : Stage.SENDING) != Stage.ABANDONED;
    }

    /// What was handed over is known to be stored nowhere.
    void nothingStored() {
        stage.compareAndSet(Stage.SENDING, Stage.PREPARING);
    }

    boolean hasStoredNothing() {
        return stage.get() == Stage.PREPARING;
    }

    boolean isAbandoned() {
        return stage.get() == Stage.ABANDONED;
    }

    void answer(SendResult result) {
        answer.complete(result);
    }

    /// A bug of ours; does nothing when the answer is there.
    void fail(Throwable bug) {
        answer.completeExceptionally(bug);
    }

    /// Waits without a limit: [SendTimeouts] sees to it that there is an answer in time.
    SendResult await() throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a bug in the sender, not in the broker", e.getCause());
        }
    }

    /// For who stops waiting: nothing more is sent.
    SendResult abandon(String why) {
        return switch (stage.getAndSet(Stage.ABANDONED)) {
            case PREPARING -> new Refused(why + ", and nothing was sent");
            case SENDING, ABANDONED -> new Unknown(why);
        };
    }
}
