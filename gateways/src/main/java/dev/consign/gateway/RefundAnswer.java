package dev.consign.gateway;

import dev.consign.payment.PaymentFact;

/// What the gateway said when it was told to give money back.
public sealed interface RefundAnswer {
    /// The money has gone back, now or at an earlier request with this number.
    ///
    /// @param fact `REFUNDED` with our refund number and amount, source `QUERY`
    record Refunded(PaymentFact fact) implements RefundAnswer {}

    /// It will give the money back, and tell later; asking again does no harm.
    record Accepted(String why) implements RefundAnswer {}

    /// It said no: nothing has gone back under this number, and nothing will unless it is asked
    /// again.
    record Refused(String why) implements RefundAnswer {}

    /// The money may or may not have gone back.
    record Unclear(String why) implements RefundAnswer {}
}
