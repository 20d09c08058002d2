package dev.consign.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/// Messages that wait for a session. Those of one queue leave together; the queues take turns, so
/// that none waits for ever behind another. Thread-safe.
final class WaitingRoom {

    private final Map<QueueName, Deque<SendAttempt>> waiting = new EnumMap<>(QueueName.class);
    private int turn;

    synchronized void enter(SendAttempt attempt) {
        waiting.computeIfAbsent(attempt.queue(), _ -> new ArrayDeque<>()).addLast(attempt);
    }

    /// @return false when it has left already and is being sent
    synchronized boolean giveUp(SendAttempt attempt) {
        var room = waiting.get(attempt.queue());
        return room != null && room.remove(attempt);
    }

    synchronized boolean isEmpty() {
        return waiting.values().stream().allMatch(Deque::isEmpty);
    }

    /// Lets those go who have waited longest for the queue whose turn it is.
    ///
    /// @param group takes them; it stays empty when nobody waits
    synchronized void leave(SendGroup group, int most) {
        var queues = QueueName.values();
        for (var i = 0; i < queues.length && group.members().isEmpty(); i++) {
            turn = (turn + 1) % queues.length;
            var room = waiting.get(queues[turn]);
            while (room != null && !room.isEmpty() && group.members().size() < most) {
                group.add(room.removeFirst());
            }
        }
    }
}
