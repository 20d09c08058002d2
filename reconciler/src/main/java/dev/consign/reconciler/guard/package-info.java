/// Gateways behind what spares them: a circuit breaker and a rate limiter before every call.
@NullMarked
package dev.consign.reconciler.guard;

import org.jspecify.annotations.NullMarked;
