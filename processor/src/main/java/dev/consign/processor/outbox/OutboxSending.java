package dev.consign.processor.outbox;

import dev.consign.broker.OutgoingMessage;
import dev.consign.broker.QueueName;
import dev.consign.broker.SendResult;
import dev.consign.processor.outbox.OutboxRows.Postponed;
import dev.consign.processor.outbox.OutboxRows.Row;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Sends the rows of one claim in their order, outside any transaction. A queue that did not take a
/// message gets no further one in this round, with one exception: after a refusal one more row is
/// tried, since the row alone may be to blame and must not hold up all others for ever.
final class OutboxSending {
    private final BiFunction<QueueName, OutgoingMessage, SendResult> sender;
    private final BackOff backOff;
    private final InstantSource clock;
    private final OutboxMeters meters;
    private final RandomGenerator random;

    OutboxSending(
            BiFunction<QueueName, OutgoingMessage, SendResult> sender,
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
        var sent = new ArrayList<Row>(batch.size());
        var postponed = new ArrayList<Postponed>();
        var resting = new EnumMap<QueueName, Instant>(QueueName.class);
        var refused = EnumSet.noneOf(QueueName.class);
        @Nullable String why = null;
        for (var row : batch) {
            var rest = resting.get(row.queue());
            var now = clock.instant();
            if (rest != null) {
                postponed.add(new Postponed(row.id(), rest, false));
            } else if (!running.getAsBoolean() || now.isAfter(until)) {
                postponed.add(new Postponed(row.id(), now, false));
            } else {
                switch (sendOne(row)) {
                    case SendResult.Accepted _ -> {
                        sent.add(row);
                        refused.remove(row.queue());
                    }
                    case SendResult.Refused(var reason) -> {
                        why = reason;
                        postponed.add(new Postponed(row.id(), afterNext(row.attempts()), true));
                        if (!refused.add(row.queue())) {
                            // As short as the first wait: the others are due again before rows that
                            // have been refused more often.
                            resting.put(row.queue(), afterNext(0));
                        }
                    }
                    case SendResult.Unknown(var reason) -> {
                        why = reason;
                        var again = afterNext(row.attempts());
                        postponed.add(new Postponed(row.id(), again, true));
                        resting.put(row.queue(), again);
                    }
                }
            }
        }
        return new Sent(sent, postponed, why);
    }

    private Instant afterNext(int attempts) {
        return clock.instant().plus(backOff.after(attempts + 1, random));
    }

    private SendResult sendOne(Row row) {
        var result = sender.apply(row.queue(), row.message());
        meters.sent(
                row.queue(),
                switch (result) {
                    case SendResult.Accepted _ -> "accepted";
                    case SendResult.Refused _ -> "refused";
                    case SendResult.Unknown _ -> "unknown";
                });
        return result;
    }

    /// @param why of the last failure, null when there was none
    record Sent(List<Row> sent, List<Postponed> postponed, @Nullable String why) {}
}
