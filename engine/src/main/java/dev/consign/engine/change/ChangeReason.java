package dev.consign.engine.change;

import dev.consign.id.MessageId;
import dev.consign.payment.PaymentFact;
import org.jspecify.annotations.Nullable;

/// Why something was done, as history keeps it.
///
/// @param source how it was learned, or `SHOP`, `MANUAL` or `CLOCK`
/// @param actor who did it; the engine for what a gateway says
/// @param why one sentence
/// @param messageId of the fact; null when there was none
public record ChangeReason(String source, String actor, String why, @Nullable MessageId messageId) {
    /// Who does what a gateway's word brings about.
    public static final String ENGINE = "engine";

    private static final int LONGEST_WHY = 400;

    public ChangeReason {
        why = why.length() > LONGEST_WHY ? why.substring(0, LONGEST_WHY) : why;
    }

    public static ChangeReason of(PaymentFact fact, String why) {
        return new ChangeReason(fact.source().name(), ENGINE, why, fact.messageId());
    }

    public static ChangeReason confirmed(PaymentFact fact, Confirmation said, String why) {
        return new ChangeReason(
                fact.source().name(),
                said.actor(),
                "%s; the gateway confirmed what was said: %s".formatted(why, said.reason()),
                fact.messageId());
    }
}
