package dev.consign.gateway;

import dev.consign.payment.PaymentFact;
import java.util.List;

/// What a callback turned out to be.
public sealed interface CallbackReading {
    /// Genuine and understood.
    record Facts(List<PaymentFact> facts) implements CallbackReading {
        /// @throws IllegalArgumentException for no fact: "received" would then mean nothing
        public Facts {
            facts = List.copyOf(facts);
            if (facts.isEmpty()) {
                throw new IllegalArgumentException("a reading without a fact");
            }
        }
    }

    /// Not from the gateway, or not from now: answered 401.
    ///
    /// @param reason a short code for the counter, never what was sent
    record Forged(String reason) implements CallbackReading {}

    /// From the gateway, but not to be understood: answered 400.
    ///
    /// @param reason a short code for the counter
    /// @param detail one sentence without secrets
    record Unreadable(String reason, String detail) implements CallbackReading {}
}
