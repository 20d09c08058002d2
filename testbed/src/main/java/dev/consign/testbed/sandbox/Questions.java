package dev.consign.testbed.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts how often the shop asked about each payment, as a gateway's operator would before
/// complaining.
final class Questions {
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Map<String, Integer> byPayment = new HashMap<>();
    private final ArrayDeque<Instant> lastSecond = new ArrayDeque<>();
    private int asked;
    private int most;
    private int busiestSecond;
    private @Nullable Instant first;
    private @Nullable Instant last;

    Questions(InstantSource clock) {
        this.clock = clock;
    }

    /// What has been counted since the last time it was forgotten.
    ///
    /// @param asked all questions
    /// @param payments that were asked about
    /// @param most questions about one of them
    /// @param busiestSecond most questions within any one second
    /// @param spanMillis from the first question to the last; 0 when there was none
    record Count(int asked, int payments, int most, int busiestSecond, long spanMillis) {}

    synchronized void asked(String paymentNo) {
        var now = clock.instant();
        asked++;
        most = Math.max(most, byPayment.merge(paymentNo, 1, Integer::sum));
        lastSecond.add(now);
        while (!lastSecond.getFirst().plus(WINDOW).isAfter(now)) {
            lastSecond.removeFirst();
        }
        busiestSecond = Math.max(busiestSecond, lastSecond.size());
        first = first == null ? now : first;
        last = now;
    }

    synchronized Count count() {
        var span = first == null || last == null ? 0 : Duration.between(first, last).toMillis();
        return new Count(asked, byPayment.size(), most, busiestSecond, span);
    }

    synchronized void forget() {
        byPayment.clear();
        lastSecond.clear();
        asked = 0;
        most = 0;
        busiestSecond = 0;
        first = null;
        last = null;
    }
}
