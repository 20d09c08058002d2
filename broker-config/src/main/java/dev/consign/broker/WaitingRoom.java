package dev.consign.broker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Messages that wait for a session. Those of one queue leave together, and no others of that queue
/// before their answer is there: so the next group has become large. Only an answer that takes long
/// is not waited for. The queues take turns, so that none waits for ever behind another.
/// Thread-safe.
final class WaitingRoom {
    /// Many times what a broker needs to write to its disk.
    static final Duration LONG = Duration.ofMillis(20);

    private final Map<QueueName, Line> byQueue = new EnumMap<>(QueueName.class);
    private final List<Line> lines = new ArrayList<>();
    private int turn;

    synchronized void enter(SendAttempt attempt) {
        line(attempt).waiting.addLast(attempt);
    }

    /// @return false when it has left already and is being sent
    synchronized boolean giveUp(SendAttempt attempt) {
        return line(attempt).waiting.remove(attempt);
    }

    /// Whether there is somebody who need not wait for the answer to others.
    synchronized boolean someMayLeave() {
        return lines.stream().anyMatch(Line::mayLeave);
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

    private Line line(SendAttempt attempt) {
        return byQueue.computeIfAbsent(
                attempt.queue(),
                _ -> {
                    lines.add(new Line());
                    return lines.getLast();
                });
    }

    /// Those for one queue.
    private static final class Line {
        private final Deque<SendAttempt> waiting = new ArrayDeque<>();
        private final List<SendGroup> underWay = new ArrayList<>();

        boolean mayLeave() {
            var now = System.nanoTime();
            return !waiting.isEmpty()
                    && underWay.stream().allMatch(group -> now - group.start() > LONG.toNanos());
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
