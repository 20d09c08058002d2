package dev.consign.gateway;

import java.net.URI;

/// What the gateway said when it was asked to collect.
public sealed interface CreateAnswer {
    /// It has the payment and waits for the buyer.
    record Created(URI payUrl) implements CreateAnswer {}

    /// It said no: no money can come of this payment.
    record Refused(String why) implements CreateAnswer {}

    /// It may or may not have it: a time-out, a cut connection, a server error. Never a failure
    /// (incident I4).
    record Unclear(String why) implements CreateAnswer {}
}
