/// Reconciliation as finance asks for it and reads it; the work itself is the reconciler's.
@NullMarked
package dev.consign.processor.backoffice.reconciliations;

import org.jspecify.annotations.NullMarked;
