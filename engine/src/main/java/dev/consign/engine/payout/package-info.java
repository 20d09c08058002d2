/// What consignors are owed, held back and paid.
@NullMarked
package dev.consign.engine.payout;

import org.jspecify.annotations.NullMarked;
