/// Reconciliation runs: one after the other, each from its file to the end of its comparison.
@NullMarked
package dev.consign.reconciler.reconciliation;

import org.jspecify.annotations.NullMarked;
