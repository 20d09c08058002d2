package dev.consign.engine;

import dev.consign.order.Outcome;
import dev.consign.payment.PaymentFact;

/// How one fact was processed; it is committed when the caller sees it.
///
/// @param why one sentence for support
public record FactResult(PaymentFact fact, Outcome outcome, String why) {}
