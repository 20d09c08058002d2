/// Deliveries: one row for everybody who is told that an order has ended, each with its own
/// attempts. Whatever a sink does, nothing but its own row changes (incident I3).
@NullMarked
package dev.consign.notify.delivery;

import org.jspecify.annotations.NullMarked;
