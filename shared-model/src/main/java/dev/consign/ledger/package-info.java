/// Double entry: journals that sum to zero, and the split of a completed order.
@NullMarked
package dev.consign.ledger;

import org.jspecify.annotations.NullMarked;
