package dev.consign.bench.load;

import dev.consign.broker.codec.FactCodec;
import dev.consign.payment.FactKind;
import dev.consign.payment.FactSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// The callbacks of many payments as a gateway posts them: of a hundred messages 68 bring money,
/// ten are sent a second time, 20 stand for reissues of a payment that a callback has told already
/// (which in life have a queue of their own), and two say "pending" after "paid".
///
/// @param bodies message bodies in the order sent
/// @param payments how many of them bring money nobody knew of
/// @param late how many say "pending" too late
public record Traffic(List<String> bodies, int payments, int late) {
    private static final int PAID = 68;
    private static final int DUPLICATES = 10;
    private static final int REISSUES = 20;
    private static final int LATE = 2;

    /// A repeat comes at most so many messages after what it repeats.
    private static final int FURTHEST = 1_000;

    /// @return how many payments such traffic of so many messages needs
    public static int payments(int messages) {
        return messages * PAID / 100;
    }

    /// @param waiting every one of them is paid
    public static Traffic of(List<Waiting> waiting, RandomGenerator random) {
        var now = Instant.now();
        var messages = new ArrayList<Placed>();
        var late = 0;
        for (var i = 0; i < waiting.size(); i++) {
            var order = waiting.get(i);
            var paid = order.fact(FactKind.PAID, FactSource.CALLBACK, now);
            messages.add(new Placed(i, FactCodec.encode(paid)));
            var lot = random.nextInt(PAID);
            if (lot < DUPLICATES) {
                messages.add(new Placed(later(i, random), FactCodec.encode(paid)));
            } else if (lot < DUPLICATES + REISSUES) {
                messages.add(new Placed(later(i, random), FactCodec.encode(paid)));
            } else if (lot < DUPLICATES + REISSUES + LATE) {
                var pending = order.fact(FactKind.PENDING, FactSource.CALLBACK, now);
                messages.add(new Placed(later(i, random), FactCodec.encode(pending)));
                late++;
            }
        }
        messages.sort(Comparator.comparingDouble(Placed::place));
        return new Traffic(messages.stream().map(Placed::body).toList(), waiting.size(), late);
    }

    private static double later(int place, RandomGenerator random) {
        return place + 1 + random.nextDouble() * FURTHEST;
    }

    private record Placed(double place, String body) {}
}
