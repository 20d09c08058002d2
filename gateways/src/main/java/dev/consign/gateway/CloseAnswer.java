package dev.consign.gateway;

import dev.consign.payment.PaymentFact;

/// What the gateway said when it was told to take no money for a payment any more.
public sealed interface CloseAnswer {
    /// How the payment ended, with source `QUERY`: `CLOSED`, now or before, or the word that came
    /// first, `PAID` or `FAILED`. Never `PENDING`.
    record Known(PaymentFact fact) implements CloseAnswer {}

    /// It has never heard of the payment and closed nothing: a request to collect that is still on
    /// its way may yet reach it.
    record NotFound() implements CloseAnswer {}

    /// It may or may not be closed. Nothing may be released on this (incidents I4, P5).
    record Unclear(String why) implements CloseAnswer {}
}
