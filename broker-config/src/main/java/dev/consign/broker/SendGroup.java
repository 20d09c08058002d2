package dev.consign.broker;

import dev.consign.broker.SendResult.Accepted;
import dev.consign.broker.SendResult.Refused;
import dev.consign.broker.SendResult.Unknown;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages for one queue that go to the broker together, on one thread, with at most two tries
/// each under one duplicate id; a try that may have stored a message is never followed by the
/// answer that it did not.
///
/// The first try of several is one transaction: they share one answer of the broker and one write
/// to its disk. Should that fail, each gets a second try of its own, so that nobody pays for a
/// neighbour.
final class SendGroup implements Runnable {
    private static final String IMPATIENT = "no answer within the patience of who asked";

    private final QueueSender sender;
    private final long start;
    private final long deadline;
    private final List<SendAttempt> members = new ArrayList<>();
    private volatile @Nullable Thread thread;
    private boolean expired;
    private @Nullable SendChannel inUse;

    /// @param start on the scale of [System#nanoTime()]
    /// @param longest how long it may take
    SendGroup(QueueSender sender, long start, Duration longest) {
        this.sender = sender;
        this.start = start;
        this.deadline = start + longest.toNanos();
    }

    void add(SendAttempt member) {
        member.goesWith(this);
        members.add(member);
    }

    List<SendAttempt> members() {
        return members;
    }

    long start() {
        return start;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            send();
        } catch (RuntimeException | Error e) {
            members.forEach(member -> member.fail(e));
        }
    }

    private void send() {
        QueueSender.Lease lease;
        try {
            lease = sender.lease();
        } catch (JMSException | RuntimeException e) {
            var refused = SendFailures.beforeSend(e);
            members.forEach(member -> member.answer(refused));
            return;
        }
        if (members.size() == 1) {
            sendOnly(members.getFirst(), lease);
        } else {
            sendAll(lease.lane());
        }
    }

    private void sendOnly(SendAttempt only, QueueSender.Lease lease) {
        var first = alone(only, lease.lane());
        // A session that died while idle has sent nothing: the second try decides alone.
        var again = lease.used() && first instanceof Refused && only.hasStoredNothing();
        if ((first instanceof Unknown || again) && !isOver(only)) {
            only.answer(both(first, onFreshLane(only)));
        } else {
            only.answer(first);
        }
    }

    private void sendAll(SendChannel lane) {
        var first = together(lane);
        // The connection that worked for the one before is the one that waits to be used next.
        var proven = false;
        for (var member : members) {
            if (first instanceof Accepted || isOver(member)) {
                member.answer(first);
            } else {
                var second = proven ? onIdleLane(member) : onFreshLane(member);
                proven = second instanceof Accepted;
                member.answer(both(first, second));
            }
        }
    }

    private SendResult together(SendChannel lane) {
        inUse(lane);
        SendResult result;
        try {
            lane.sendTogether(members);
            result = commit(lane);
        } catch (JMSException | RuntimeException e) {
            // What is not committed ends with its connection.
            result = SendFailures.beforeSend(e);
        }
        done(result instanceof Accepted);
        if (result instanceof Refused) {
            members.forEach(SendAttempt::nothingStored);
        }
        return result;
    }

    private static SendResult commit(SendChannel lane) {
        try {
            lane.commit();
            return new Accepted();
        } catch (JMSException | RuntimeException e) {
            return SendFailures.duringCommit(e);
        }
    }

    private boolean isOver(SendAttempt member) {
        return member.isAbandoned() || System.nanoTime() - deadline >= 0;
    }

    private SendResult onFreshLane(SendAttempt member) {
        try {
            return alone(member, sender.fresh().lane());
        } catch (JMSException | RuntimeException e) {
            return SendFailures.beforeSend(e);
        }
    }

    private SendResult onIdleLane(SendAttempt member) {
        try {
            return alone(member, sender.lease().lane());
        } catch (JMSException | RuntimeException e) {
            return SendFailures.beforeSend(e);
        }
    }

    /// What is known after two tries: a first one that was refused has stored nothing.
    private static SendResult both(SendResult first, SendResult second) {
        if (!(first instanceof Unknown(var why))) {
            return second;
        }
        return switch (second) {
            case Accepted accepted -> accepted;
            case Refused refused ->
                    new Unknown(why + "; the second try was refused: " + refused.why());
            case Unknown unknown -> new Unknown(why + "; then " + unknown.why());
        };
    }

    private SendResult alone(SendAttempt member, SendChannel lane) {
        inUse(lane);
        var tried = tryAlone(member, lane);
        done(tried.answered());
        return tried.result();
    }

    /// @param answered whether the broker answered the send, so that its connection is sound
    private record Try(SendResult result, boolean answered) {}

    private static Try tryAlone(SendAttempt member, SendChannel lane) {
        try {
            var prepared = lane.prepare(member);
            if (!member.maySend()) {
                return new Try(new Refused("nothing was sent after the deadline"), false);
            }
            try {
                prepared.send();
                return new Try(new Accepted(), true);
            } catch (JMSException | RuntimeException e) {
                var result = SendFailures.duringSend(e);
                return new Try(result, result instanceof Refused);
            }
        } catch (JMSException | RuntimeException e) {
            return new Try(SendFailures.beforeSend(e), false);
        }
    }

    private synchronized void inUse(SendChannel lane) {
        inUse = lane;
    }

    /// Only who takes the lane out of the field disposes of it: a caller may have given us up.
    private synchronized @Nullable SendChannel take() {
        var lane = inUse;
        inUse = null;
        return lane;
    }

    private void done(boolean sound) {
        var lane = take();
        if (lane != null && sound) {
            sender.giveBack(lane);
        } else if (lane != null) {
            sender.discard(lane);
        }
    }

    /// Frees the thread, whatever it waits for, when nobody waits for it any more.
    void giveUpUnlessAwaited() {
        if (members.stream().allMatch(SendAttempt::isAbandoned)) {
            giveUp();
        }
    }

    /// Who has no answer yet and has waited as long as he would, or all of them when the deadline
    /// is over, get it now. Does nothing for those it was done for.
    ///
    /// @param now on the scale of [System#nanoTime()]
    void applyLimits(long now) {
        if (expired) {
            return;
        }
        expired = now - deadline >= 0;
        var left = false;
        for (var member : members) {
            if (!member.isAnswered() && (expired || member.isOverdue(now))) {
                member.answer(
                        member.abandon(expired ? "no answer within the send deadline" : IMPATIENT));
                left = true;
            }
        }
        if (expired) {
            giveUp();
        } else if (left) {
            giveUpUnlessAwaited();
        }
    }

    private void giveUp() {
        var sending = thread;
        if (sending != null) {
            sending.interrupt();
        }
        done(false);
    }
}
