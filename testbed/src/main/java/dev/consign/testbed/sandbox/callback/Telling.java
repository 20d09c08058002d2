package dev.consign.testbed.sandbox.callback;

import dev.consign.testbed.sandbox.account.Refusal;
import org.jspecify.annotations.Nullable;

/// How the shop is told of what happened; what is left out has its simplest meaning. Part of every
/// body of the control interface that makes something happen.
///
/// @param callbacks copies of the same event, posted at the same time; 1 when left out
/// @param delayMs before the first of them
/// @param outOfOrder copies are shuffled in time, and what came before it is told after them
/// @param lose nothing is posted, only asking tells
public record Telling(
        @Nullable Integer callbacks,
        @Nullable Integer delayMs,
        @Nullable Boolean outOfOrder,
        @Nullable Boolean lose) {
    /// Refused before anything happens, not after.
    public Telling {
        var _ = bounded("callbacks", callbacks, 1, 100);
        var _ = bounded("delayMs", delayMs, 0, 3_600_000);
    }

    int copies() {
        return bounded("callbacks", callbacks, 1, 100);
    }

    int delay() {
        return bounded("delayMs", delayMs, 0, 3_600_000);
    }

    boolean isShuffled() {
        return Boolean.TRUE.equals(outOfOrder);
    }

    boolean isLost() {
        return Boolean.TRUE.equals(lose);
    }

    private static int bounded(String field, @Nullable Integer value, int least, int most) {
        if (value == null) {
            return least;
        }
        if (value < least || value > most) {
            throw new Refusal(400, "bad_request", field + " must be " + least + " to " + most);
        }
        return value;
    }
}
