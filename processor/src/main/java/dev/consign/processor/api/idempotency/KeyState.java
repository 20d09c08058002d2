package dev.consign.processor.api.idempotency;

import dev.consign.id.PaymentNo;
import java.time.Instant;

/// What is known of a request's key.
public sealed interface KeyState {
    /// Nothing: the request is new.
    record Free() implements KeyState {}

    /// It was answered.
    record Answered(StoredAnswer answer) implements KeyState {}

    /// It is being worked on.
    record InFlight() implements KeyState {}

    /// Another request came under this key.
    record Reused() implements KeyState {}

    /// It stored its payment and was never answered; whoever takes it over asks the gateway.
    ///
    /// @param lease when it ran out, to be shown when taking over
    record Abandoned(PaymentNo paymentNo, Instant lease) implements KeyState {}

    /// It died with work half done that asks no gateway and is safe to do again; whoever takes it
    /// over does so.
    ///
    /// @param lease when it ran out, to be shown when taking over
    record Unfinished(Instant lease) implements KeyState {}
}
