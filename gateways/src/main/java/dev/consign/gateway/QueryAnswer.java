package dev.consign.gateway;

import dev.consign.payment.PaymentFact;

/// What the gateway said when it was asked about a payment.
public sealed interface QueryAnswer {
    /// Its word, with source `QUERY`.
    record Known(PaymentFact fact) implements QueryAnswer {}

    /// It has never heard of the payment. That is not a failure: our request may still reach it.
    record NotFound() implements QueryAnswer {}

    /// No answer, or none that can be understood.
    record Unclear(String why) implements QueryAnswer {}
}
