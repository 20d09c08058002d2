package dev.consign.processor.backoffice.deadletters;

import dev.consign.money.Money;
import dev.consign.platform.refusal.Refusal;
import dev.consign.processor.backoffice.deadletters.stored.DeadLetterStatus;
import org.jspecify.annotations.Nullable;

/// Why nothing was done about a dead letter.
sealed interface DeadLetterRefusal extends Refusal {
    /// Money hangs on it.
    ///
    /// @param amount null when nobody knows how much
    /// @param what was to be done with it
    record NeedsFinance(@Nullable Money amount, String what) implements DeadLetterRefusal {}

    /// Whether its message was processed may be forgotten by now.
    ///
    /// @param days after its first failure
    record TooOld(long days) implements DeadLetterRefusal {}

    /// It would only come back.
    record Unreadable(String cause, String detail) implements DeadLetterRefusal {}

    /// Whoever sent it may not say that.
    record Forged(String detail) implements DeadLetterRefusal {}

    /// It is in another state than the one that is needed.
    record WrongState(DeadLetterStatus status) implements DeadLetterRefusal {}

    /// It has changed between two of our statements.
    record Changing() implements DeadLetterRefusal {}
}
