/// Working the gateway tasks: a payment is asked about, closed, or its money sent back, again and
/// again until the gateway has given its word.
@NullMarked
package dev.consign.reconciler.ask;

import org.jspecify.annotations.NullMarked;
