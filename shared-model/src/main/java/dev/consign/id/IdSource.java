package dev.consign.id;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Makes names that never repeat and sort by the time they were made, so that indexes of hundreds
/// of millions of rows grow at their end. 16 characters of Crockford base 32: 44 bits of
/// milliseconds since 1970, 36 random bits.
public final class IdSource {
    private static final int LENGTH = 16;
    private static final int RANDOM_BITS = 36;
    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private final InstantSource clock;
    private final RandomGenerator random;

    private long lastMillis;
    private long lastRandom;

    /// @param random seeded in tests, [SecureRandom] in production
    public IdSource(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// A source for production.
    public static IdSource secure(InstantSource clock) {
        return new IdSource(clock, new SecureRandom());
    }

    /// A new order number.
    public OrderNo orderNo() {
        return new OrderNo(next(NumberPrefix.ORDER));
    }

    /// A new payment number.
    public PaymentNo paymentNo() {
        return new PaymentNo(next(NumberPrefix.PAYMENT));
    }

    /// A new refund number.
    public RefundNo refundNo() {
        return new RefundNo(next(NumberPrefix.REFUND));
    }

    /// A new name for anything else.
    public String next(NumberPrefix prefix) {
        return prefix.letter() + next();
    }

    /// Before every name that was made at that time or later, and behind all earlier ones.
    ///
    /// @param time between 1970 and 2527
    public static String earliest(NumberPrefix prefix, Instant time) {
        return prefix.letter() + text(time.toEpochMilli(), 0);
    }

    /// Strictly rising within this source, also when the clock stands still or steps back.
    private synchronized String next() {
        var millis = clock.millis();
        if (millis > lastMillis) {
            lastMillis = millis;
            lastRandom = random.nextLong(1L << (RANDOM_BITS - 1));
        } else if (++lastRandom >= 1L << RANDOM_BITS) {
            lastMillis++;
            lastRandom = 0;
        }
        return text(lastMillis, lastRandom);
    }

    private static String text(long millis, long random) {
        var text = new char[LENGTH];
        var low = random;
        var high = millis;
        for (var i = LENGTH - 1; i >= 0; i--) {
            // 36 random bits do not end on a character: the boundary one takes bits of both.
            text[i] = ALPHABET[(int) (low & 31)];
            low = low >>> 5 | (high & 31) << (RANDOM_BITS - 5);
            high >>>= 5;
        }
        return new String(text);
    }
}
