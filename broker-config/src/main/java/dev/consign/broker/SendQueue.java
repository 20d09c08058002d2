package dev.consign.broker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Messages that wait for a session. Those of one queue leave together, and while two groups of
/// that queue are under way no third: so the next one has become large, and the broker has always
/// something to do. Only an answer that takes long is not waited for. The queues take turns, so
/// that none waits for ever behind another. Thread-safe.
final class SendQueue {
    /// Many times what a broker needs to write to its disk.
    static final Duration LONG = Duration.ofMillis(20);

    /// One would leave the machine idle while the broker writes to its disk; with more the groups
    /// are smaller and cost the broker more than they gain.
    private static final int MOST_AT_ONCE = 2;

    private final Map<QueueName, QueueLane> byQueue = new EnumMap<>(QueueName.class);
    private final List<QueueLane> lines = new ArrayList<>();
    private int turn;
    private boolean closed;
    private boolean watched = true;

    /// Whoever enters together stands together.
    ///
    /// @return false when the room is closed
    synchronized boolean enter(List<SendAttempt> attempts) {
        if (closed) {
            return false;
        }
        for (var attempt : attempts) {
            line(attempt).waiting.addLast(attempt);
        }
        if (!watched) {
            watched = true;
            notifyAll();
        }
        return true;
    }

    /// Nobody enters any more; who is here may still leave.
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /// Returns once somebody waits or is under way, so that there are limits to watch.
    ///
    /// @return false when the room is closed and empty, and stays so
    synchronized boolean awaitSomebody() throws InterruptedException {
        while (lines.stream().allMatch(QueueLane::isEmpty)) {
            if (closed) {
                return false;
            }
            watched = false;
            wait();
        }
        watched = true;
        return true;
    }

    /// Tells those who have waited since before then for their turn that they wait no more.
    ///
    /// @param then on the scale of [System#nanoTime()]
    synchronized void refuseWaitingSince(long then, SendResult.Refused refusal) {
        lines.forEach(line -> line.refuseWaitingSince(then, refusal));
    }

    /// Tells those whose own patience is over by now that they wait no more for their turn.
    ///
    /// @param now on the scale of [System#nanoTime()]
    synchronized void refuseOverdue(long now, SendResult.Refused refusal) {
        lines.forEach(line -> line.refuseOverdue(now, refusal));
    }

    /// All that have left and have not come back yet.
    synchronized List<SendGroup> underWay() {
        return lines.stream().flatMap(line -> line.underWay.stream()).toList();
    }

    /// @return false when it has left already and is being sent
    synchronized boolean giveUp(SendAttempt attempt) {
        return line(attempt).waiting.remove(attempt);
    }

    /// Whether there is somebody who need not wait for the answer to others.
    synchronized boolean someMayLeave() {
        return lines.stream().anyMatch(QueueLane::mayLeave);
    }

    /// Lets those go who have waited longest for the queue whose turn it is.
    ///
    /// @param group takes them; it stays empty when nobody may leave
    synchronized void leave(SendGroup group, int most) {
        for (var i = 0; i < lines.size() && group.members().isEmpty(); i++) {
            turn = (turn + 1) % lines.size();
            lines.get(turn).leave(group, most);
        }
    }

    /// The group has its answer, or has given up.
    synchronized void over(SendGroup group) {
        lines.forEach(line -> line.underWay.remove(group));
    }

    private QueueLane line(SendAttempt attempt) {
        return byQueue.computeIfAbsent(
                attempt.queue(),
                _ -> {
                    lines.add(new QueueLane());
                    return lines.getLast();
                });
    }

    /// Those for one queue.
    private static final class QueueLane {
        private final Deque<SendAttempt> waiting = new ArrayDeque<>();
        private final List<SendGroup> underWay = new ArrayList<>();

        boolean isEmpty() {
            return waiting.isEmpty() && underWay.isEmpty();
        }

        void refuseWaitingSince(long then, SendResult.Refused refusal) {
            while (!waiting.isEmpty() && waiting.getFirst().entered() - then < 0) {
                waiting.getFirst().answer(refusal);
                waiting.removeFirst();
            }
        }

        void refuseOverdue(long now, SendResult.Refused refusal) {
            waiting.removeIf(attempt -> {
                if (attempt.isOverdue(now)) {
                    attempt.answer(refusal);
                }
                return attempt.isAnswered();
            });
        }

        boolean mayLeave() {
            return !waiting.isEmpty() && young() < MOST_AT_ONCE;
        }

        private long young() {
            var now = System.nanoTime();
            return underWay.stream().filter(group -> now - group.start() <= LONG.toNanos()).count();
        }

        void leave(SendGroup group, int most) {
            if (mayLeave()) {
                while (!waiting.isEmpty() && group.members().size() < most) {
                    group.add(waiting.removeFirst());
                }
                underWay.add(group);
            }
        }
    }
}
