package dev.consign.broker;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends durable messages and says what is known afterwards, within a fixed time whatever the
/// broker does.
///
/// Messages that come while two groups for their queue are under way wait until one is answered,
/// and then go together: under load they share the broker's answers and its writes to the disk.
/// Only an answer that takes long is not waited for, and another session is used beside. A send
/// whose outcome is unknown is repeated once, at once, on a new connection and under the same
/// duplicate id (incident I2). Thread-safe. What is sent goes on threads of its own, because a send
/// that waits for flow control knows no time-out: the caller goes when the deadline is over, and
/// the connection is thrown away.
public final class QueueSender implements AutoCloseable {

    /// The JMS property with the id by which consumers recognise a repetition.
    public static final String MESSAGE_ID = "consign_message_id";

    /// The JMS property with the id by which Artemis recognises a repetition.
    static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    /// Messages that go to the broker in one transaction: about half of what a producer may send
    /// before the broker lets it send more.
    public static final int MOST_TOGETHER = 32;

    private static final Logger log = LoggerFactory.getLogger(QueueSender.class);

    private final BrokerConnections connections;
    private final Duration sessionWait;
    private final Duration sendDeadline;
    private final int sessions;
    private final Semaphore free;
    private final SendQueue room = new SendQueue();
    private final Deque<SendChannel> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /// @param sessions how many groups of messages may be under way at once; each has its own
    ///   connection
    public QueueSender(BrokerConnections connections, int sessions) {
        if (sessions < 1) {
            throw new IllegalArgumentException("a sender needs at least one session");
        }
        this.connections = connections;
        this.sessionWait = connections.settings().sessionWait();
        this.sendDeadline = connections.settings().sendDeadline();
        this.sessions = sessions;
        this.free = new Semaphore(sessions);
        SendTimeouts.start(this, room);
    }

    /// Returns within the send deadline (plus the wait for a session) and never throws for anything
    /// remote. An interrupt is kept and answered like a deadline.
    public SendResult send(QueueName queue, OutgoingMessage message) {
        return sendAll(queue, List.of(message)).getFirst();
    }

    /// As [#send], for several that need not go one after the other: up to [#MOST_TOGETHER] share
    /// the broker's answer. Each has a result of its own, since one that the broker does not take
    /// keeps none of the others back.
    ///
    /// @return a result for each message, in their order
    public List<SendResult> sendAll(QueueName queue, List<OutgoingMessage> messages) {
        return sendAll(queue, messages, sessionWait.plus(sendDeadline));
    }

    /// As [#sendAll(QueueName, List)], for a caller who is himself waited for: returns within his
    /// patience, whatever the broker does and however many the messages are. Nobody waits for what
    /// is then still under way, and nothing more is sent for him.
    ///
    /// @param patience shorter than the wait for a session and the send deadline together, or it
    ///   changes nothing
    public List<SendResult> sendAll(
            QueueName queue, List<OutgoingMessage> messages, Duration patience) {
        var now = System.nanoTime();
        var limit = now + patience.toNanos();
        var attempts = new ArrayList<SendAttempt>(messages.size());
        for (var message : messages) {
            attempts.add(new SendAttempt(queue, message, now, limit));
        }
        if (room.enter(attempts)) {
            dispatch();
        } else {
            attempts.forEach(
                    attempt -> attempt.answer(new SendResult.Refused("the sender is closed")));
        }
        var results = new ArrayList<SendResult>(messages.size());
        for (var attempt : attempts) {
            results.add(result(attempt));
        }
        return results;
    }

    private SendResult result(SendAttempt attempt) {
        try {
            return attempt.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (room.giveUp(attempt)) {
                return new SendResult.Refused("interrupted while waiting for a session");
            }
            var result = attempt.abandon("interrupted while the send was under way");
            var group = attempt.group();
            if (group != null) {
                group.giveUpUnlessAwaited();
            }
            return result;
        }
    }

    /// Asked every few milliseconds while anybody waits: gives an answer to who has waited as long
    /// as is allowed.
    void applyLimits() {
        var now = System.nanoTime();
        room.refuseWaitingSince(
                now - sessionWait.toNanos(),
                new SendResult.Refused(
                        "no session of %d became free within %s".formatted(sessions, sessionWait)));
        room.refuseOverdue(
                now, new SendResult.Refused("no session became free in time for who asked"));
        room.underWay().forEach(group -> group.applyLimits(now));
        // Whoever is under way may by now have been so for long.
        dispatch();
    }

    /// Lets those go who may. Whoever enters asks, so does whoever frees a session, and who watches
    /// the limits: nobody is left behind.
    private void dispatch() {
        while (room.someMayLeave() && free.tryAcquire()) {
            var group = new SendGroup(this, System.nanoTime(), sendDeadline);
            room.leave(group, MOST_TOGETHER);
            if (group.members().isEmpty()) {
                free.release();
                continue;
            }
            // The permit stays with the thread: one that cannot be freed keeps counting as busy.
            Thread.ofVirtual()
                    .name("broker-send")
                    .start(() -> {
                        try {
                            group.run();
                        } finally {
                            room.over(group);
                            free.release();
                            dispatch();
                        }
                    });
        }
    }

    /// A lane that is not known to be broken, if one waits; whoever takes it gives it back or
    /// discards it.
    Lease lease() throws JMSException {
        for (var lane = idle.pollFirst(); lane != null; lane = idle.pollFirst()) {
            if (!lane.isBroken()) {
                return new Lease(lane, true);
            }
            discard(lane);
        }
        return fresh();
    }

    /// @return connections nobody uses at this moment
    int idle() {
        return idle.size();
    }

    Lease fresh() throws JMSException {
        if (connections.isHeld()) {
            throw new JMSException("the broker has not been checked yet");
        }
        return new Lease(SendChannel.open(connections.sending()), false);
    }

    /// @param used whether it has been idle before, and may have died there
    record Lease(SendChannel lane, boolean used) {}

    /// There are never more than there are sessions: members of a group that try again alone each
    /// bring one.
    void giveBack(SendChannel lane) {
        if (idle.size() >= sessions) {
            discard(lane);
            return;
        }
        idle.addFirst(lane);
        if (closed && idle.remove(lane)) {
            discard(lane);
        }
    }

    /// On a thread of its own: closing waits for the broker, which may be the one that hangs.
    void discard(SendChannel lane) {
        Thread.ofVirtual()
                .name("broker-discard")
                .start(() -> {
                    try {
                        lane.close();
                    } catch (JMSException | RuntimeException e) {
                        log.debug("a broken connection did not close: {}", e.toString());
                    }
                });
    }

    /// Lets sends under way finish, for at most the send deadline, then closes every connection.
    @Override
    public void close() {
        closed = true;
        room.close();
        try {
            if (!free.tryAcquire(sessions, sendDeadline.toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn("sends were still under way when the sender was closed");
            } else {
                free.release(sessions);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (var lane = idle.pollFirst(); lane != null; lane = idle.pollFirst()) {
            try {
                lane.close();
            } catch (JMSException | RuntimeException e) {
                log.debug("a connection did not close: {}", e.toString());
            }
        }
    }
}
