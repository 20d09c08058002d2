/// The words of reconciliation: what a run is doing, and how a gateway's file and our books can
/// differ.
@NullMarked
package dev.consign.reconciliation;

import org.jspecify.annotations.NullMarked;
