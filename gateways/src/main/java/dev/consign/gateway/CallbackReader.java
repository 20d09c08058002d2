package dev.consign.gateway;

import dev.consign.id.GatewayCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// How one gateway signs and words its callbacks, and how it wants them answered. It holds the key
/// that signs them, which only the processor has. Holds no state, decides nothing about orders, and
/// never throws for what was sent: every reading is a value.
public interface CallbackReader {
    /// Its name in paths and tables.
    GatewayCode code();

    /// Our account there, checked against every fact.
    String merchant();

    /// Headers without which no callback is this gateway's, whatever its body says: who lacks one
    /// is refused before a byte of the body is read (issue 11, number 2).
    ///
    /// @return by lower-case name; none when the signature stands in the body
    default Set<String> signatureHeaders() {
        return Set.of();
    }

    /// Verifies the signature over the raw bytes, then reads the facts.
    ///
    /// @param now the time the request is looked at, for the window of signed times
    CallbackReading read(CallbackRequest request, Instant now);

    /// This gateway's "received": it will not send again.
    CallbackReply received();

    /// This gateway's "send again": nothing was lost, but we could not keep it.
    CallbackReply sendAgain(Duration after);
}
