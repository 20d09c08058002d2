package dev.consign.processor.order;

import dev.consign.id.MessageId;
import dev.consign.payment.PaymentFact;
import org.jspecify.annotations.Nullable;

/// Why something was done, as history keeps it.
///
/// @param source how it was learned, or `SHOP`, `MANUAL` or `CLOCK`
/// @param actor who did it; the door for what a gateway says
/// @param why one sentence
/// @param messageId of the fact; null when there was none
record Cause(String source, String actor, String why, @Nullable MessageId messageId) {
    private static final int LONGEST_WHY = 400;

    Cause {
        why = why.length() > LONGEST_WHY ? why.substring(0, LONGEST_WHY) : why;
    }

    static Cause of(PaymentFact fact, String why) {
        return new Cause(fact.source().name(), "door", why, fact.messageId());
    }
}
