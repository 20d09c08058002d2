/// Reconciliation runs: a gateway's file of one day is had, checked, stored and compared with our
/// books. What is a payment fact goes to the engine; no money moves here.
@NullMarked
package dev.consign.reconciler.run;

import org.jspecify.annotations.NullMarked;
