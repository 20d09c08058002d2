package dev.consign.broker.codec;

import dev.consign.payment.PaymentFact;

/// What a message body turned out to be.
public sealed interface DecodedFact {
    /// A fact, whole and consistent.
    record Fact(PaymentFact fact) implements DecodedFact {}

    /// No fact, and trying again will not make it one: to the dead letters.
    ///
    /// @param cause `BAD_JSON`, `UNKNOWN_SCHEMA`, `WRONG_TYPE`, `BAD_FIELD` or `TOO_LARGE`
    /// @param detail one sentence for a person, without anything of the body
    record Undecodable(String cause, String detail) implements DecodedFact {}
}
