package dev.consign.gateway;

import dev.consign.payment.PaymentFact;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /// From the gateway, but we have no word for it: kept as it came, answered as received, and a
    /// case when it speaks of money (rule 15; incident Q3). Refused, it would come again until the
    /// gateway gives up, and be lost.
    ///
    /// @param eventId the gateway's own name of the event, 1 to 128 printable characters, the same
    ///   whenever it repeats it; null when it has none
    /// @param headers that came with it and are worth keeping, without secrets and signatures
    /// @param reason a short code for the counter
    /// @param detail one sentence without secrets
    record Unrecognised(
            @Nullable String eventId,
            Map<String, String> headers,
            String reason,
            String detail,
            Said said)
            implements CallbackReading {
        public Unrecognised {
            headers = Map.copyOf(headers);
        }
    }

    /// What can be made out of a callback that is not understood, for the person who looks at it.
    /// Texts are what was sent, of any length and any characters; null for what was not.
    ///
    /// @param type the gateway's word for what happened
    /// @param ofMoney whether money came, went or is spoken of
    /// @param paymentNo a payment's, ours or not
    /// @param amount with its currency, as it was written
    record Said(
            @Nullable String type,
            boolean ofMoney,
            @Nullable String paymentNo,
            @Nullable String transactionId,
            @Nullable String refundNo,
            @Nullable String amount) {}

    /// From the gateway, but not even in its language, no JSON where JSON is spoken: answered 400.
    ///
    /// @param reason a short code for the counter
    /// @param detail one sentence without secrets
    record Unreadable(String reason, String detail) implements CallbackReading {}
}
