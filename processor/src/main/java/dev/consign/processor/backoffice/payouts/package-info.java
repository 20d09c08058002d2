/// Consignors are paid what they are owed, each day once.
@NullMarked
package dev.consign.processor.backoffice.payouts;

import org.jspecify.annotations.NullMarked;
