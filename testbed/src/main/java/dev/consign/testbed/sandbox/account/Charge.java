package dev.consign.testbed.sandbox.account;

import java.time.Instant;

/// Money that the buyer paid, once; a payment that is paid in two goes has two of them.
///
/// @param transactionId the gateway's number of this movement
/// @param amount what really came, which need not be what was asked for
public record Charge(String transactionId, Amount amount, Instant at) {}
