package dev.consign.testbed.sandbox.account;

import org.jspecify.annotations.Nullable;

/// A payment number that was closed before anybody asked to collect under it: it can never be paid.
///
/// @param amount what the shop said it would have collected, null when it did not say
public record Tombstone(String paymentNo, @Nullable Amount amount) {}
