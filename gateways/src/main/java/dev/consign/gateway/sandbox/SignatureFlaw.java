package dev.consign.gateway.sandbox;

import dev.consign.gateway.CallbackReading.Forged;
import java.util.Locale;

/// Why a callback is not believed: few words, so that they can label a counter, and never anything
/// of what was sent.
enum SignatureFlaw {
    EMPTY_BODY,
    MISSING_HEADER,
    REPEATED_HEADER,
    BAD_ID,
    BAD_TIMESTAMP,
    TOO_OLD,
    TOO_NEW,
    BAD_SIGNATURE,
    WRONG_SIGNATURE;

    Forged forged() {
        return new Forged(name().toLowerCase(Locale.ROOT));
    }
}
