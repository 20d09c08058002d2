package dev.consign.testbed.sandbox.callback;

import dev.consign.testbed.sandbox.account.Event;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/// Tells the shop of what happened as the day wants it: once, often, late, in the wrong order or
/// not at all.
public final class Teller {
    private static final int SHUFFLE_MS = 300;

    private final Callbacks callbacks;

    public Teller(Callbacks callbacks) {
        this.callbacks = callbacks;
    }

    /// @param event what happened
    /// @param before what the shop should have heard before; told after it when shuffled
    public void tell(Telling telling, Event event, Event before) {
        if (telling.isLost()) {
            return;
        }
        var first = new CompletableFuture<?>[telling.copies()];
        for (int i = 0; i < first.length; i++) {
            int shift = telling.isShuffled() ? ThreadLocalRandom.current().nextInt(SHUFFLE_MS) : 0;
            first[i] = callbacks.order(event, telling.delay() + shift);
        }
        if (telling.isShuffled()) {
            callbacks.orderAfter(CompletableFuture.allOf(first), before);
        }
    }
}
