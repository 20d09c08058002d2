package dev.consign.platform.keyset;

import dev.consign.id.IdSource;
import dev.consign.id.NumberPrefix;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The piece of a list that is wanted.
///
/// @param prefix of the names in it
/// @param after the last entry of the page before; null for the first page
/// @param from the earliest time; null for any
/// @param to from then on no more; null for no end
public record Window(
        NumberPrefix prefix, @Nullable String after, @Nullable Instant from, @Nullable Instant to) {
    /// Between the name of a row and its time: the two are made one after the other, by clocks that
    /// may be put right in between.
    private static final Duration APART = Duration.ofHours(1);

    private static final Instant LAST = Instant.parse("2500-01-01T00:00:00Z");

    /// The first page, of any time.
    public static Window all(NumberPrefix prefix) {
        return new Window(prefix, null, null, null);
    }

    /// What follows an entry, of any time.
    ///
    /// @param after null for the first page
    public static Window after(NumberPrefix prefix, @Nullable String after) {
        return new Window(prefix, after, null, null);
    }

    /// The earliest time, of which there is always one.
    public Instant start() {
        return from == null ? Instant.EPOCH : from;
    }

    /// The time from which on there is no more.
    public Instant end() {
        return to == null ? LAST : to;
    }

    /// No name in the window is before this one.
    public String leastName() {
        return from == null
                ? String.valueOf(prefix.letter())
                : IdSource.earliest(prefix, from.minus(APART));
    }

    /// Every name in the window, and behind the last page, newest first, is before this one.
    public String endName() {
        var latest =
                to == null
                        ? String.valueOf((char) (prefix.letter() + 1))
                        : IdSource.earliest(prefix, to.plus(APART));
        return after == null || after.compareTo(latest) > 0 ? latest : after;
    }
}
