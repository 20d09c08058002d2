package dev.consign.notify.delivery;

import dev.consign.platform.refusal.Refusal;

/// A delivery is not sent again by hand that was not given up.
///
/// @param status of the delivery
public record NotGivenUp(String status) implements Refusal {}
