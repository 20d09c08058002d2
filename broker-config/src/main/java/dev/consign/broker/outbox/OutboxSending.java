package dev.consign.broker.outbox;

import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.broker.QueueSender;
import dev.consign.broker.SendResult;
import dev.consign.broker.outbox.OutboxRows.Postponed;
import dev.consign.broker.outbox.OutboxRows.Row;
import dev.consign.platform.worker.BackOff;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Sends the rows of one claim in their order, outside any transaction, those for one queue several
/// at a time. A queue that did not take a message gets no further one in this round, with one
/// exception: after the first refusal more is tried, since the row alone may be to blame and must
/// not hold up all others for ever.
final class OutboxSending {
    private final BiFunction<QueueName, List<OutgoingMessage>, List<SendResult>> sender;
    private final BackOff backOff;
    private final InstantSource clock;
    private final OutboxMeters meters;
    private final RandomGenerator random;

    /// @param sender gives a result for each message, in their order
    OutboxSending(
            BiFunction<QueueName, List<OutgoingMessage>, List<SendResult>> sender,
            BackOff backOff,
            InstantSource clock,
            OutboxMeters meters,
            RandomGenerator random) {
        this.sender = sender;
        this.backOff = backOff;
        this.clock = clock;
        this.meters = meters;
        this.random = random;
    }

    /// @param until no send is begun later, or it might outlast the lease
    /// @param running when it turns false the rest is given back
    Sent send(List<Row> batch, Instant until, BooleanSupplier running) {
        var round = new Round();
        for (var rows : together(batch)) {
            var queue = rows.getFirst().queue();
            var rest = round.resting.get(queue);
            var now = clock.instant();
            if (rest != null) {
                round.holdBack(rows, rest);
            } else if (!running.getAsBoolean() || now.isAfter(until)) {
                round.holdBack(rows, now);
            } else {
                round.settle(queue, rows, send(queue, rows));
            }
        }
        return new Sent(round.sent, round.postponed, round.why);
    }

    /// Neighbours for the same queue, as many as the broker takes at once.
    private static List<List<Row>> together(List<Row> batch) {
        var all = new ArrayList<List<Row>>();
        for (var row : batch) {
            var last = all.isEmpty() ? List.<Row>of() : all.getLast();
            if (last.isEmpty()
                    || last.getFirst().queue() != row.queue()
                    || last.size() == QueueSender.MOST_TOGETHER) {
                all.add(new ArrayList<>(List.of(row)));
            } else {
                last.add(row);
            }
        }
        return all;
    }

    private List<SendResult> send(QueueName queue, List<Row> rows) {
        var results = sender.apply(queue, rows.stream().map(Row::message).toList());
        for (var result : results) {
            meters.sent(
                    queue,
                    switch (result) {
                        case SendResult.Accepted _ -> "accepted";
                        case SendResult.Refused _ -> "refused";
                        case SendResult.Unknown _ -> "unknown";
                    });
        }
        return results;
    }

    private Instant afterNext(int attempts) {
        return clock.instant().plus(backOff.after(attempts + 1, random));
    }

    /// @param why of the last failure, null when there was none
    record Sent(List<Row> sent, List<Postponed> postponed, @Nullable String why) {}

    /// What became of the rows of one claim so far.
    private final class Round {
        private final List<Row> sent = new ArrayList<>();
        private final List<Postponed> postponed = new ArrayList<>();
        private final Map<QueueName, Instant> resting = new EnumMap<>(QueueName.class);
        private final Map<QueueName, Integer> refusedInARow = new EnumMap<>(QueueName.class);
        private @Nullable String why;

        void holdBack(List<Row> rows, Instant until) {
            rows.forEach(row -> postponed.add(new Postponed(row.id(), until, false)));
        }

        void settle(QueueName queue, List<Row> rows, List<SendResult> results) {
            var before = sent.size();
            for (var i = 0; i < rows.size(); i++) {
                var row = rows.get(i);
                switch (results.get(i)) {
                    case SendResult.Accepted _ -> sent.add(row);
                    case SendResult.Refused(var reason) -> {
                        why = reason;
                        postponed.add(new Postponed(row.id(), afterNext(row.attempts()), true));
                    }
                    case SendResult.Unknown(var reason) -> {
                        why = reason;
                        var again = afterNext(row.attempts());
                        postponed.add(new Postponed(row.id(), again, true));
                        resting.put(queue, again);
                    }
                }
            }
            if (sent.size() > before) {
                refusedInARow.remove(queue);
            } else if (refusedInARow.merge(queue, rows.size(), Integer::sum) > 1) {
                // As short as the first wait: the others are due again before rows that have been
                // refused more often.
                resting.putIfAbsent(queue, afterNext(0));
            }
        }
    }
}
