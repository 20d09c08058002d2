package dev.consign.processor.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Token buckets by name: each holds a burst and fills up again by a rate. The oldest is forgotten
/// when there are too many, so strangers cannot fill the memory.
final class Buckets {
    private static final double NANOS = 1e9;

    private final double rate;
    private final double burst;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets;

    /// @param rate tokens a second
    /// @param most buckets kept
    /// @param nanos a clock that only rises, in nanoseconds
    Buckets(double rate, double burst, int most, LongSupplier nanos) {
        this.rate = rate;
        this.burst = burst;
        this.nanos = nanos;
        this.buckets =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                        return size() > most;
                    }
                };
    }

    /// @return whether there was a token to take
    synchronized boolean take(String name) {
        var now = nanos.getAsLong();
        var bucket = buckets.computeIfAbsent(name, _ -> new Bucket(burst, now));
        bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / NANOS * rate);
        bucket.at = now;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    private static final class Bucket {
        private double tokens;
        private long at;

        Bucket(double tokens, long at) {
            this.tokens = tokens;
            this.at = at;
        }
    }
}
