/// Whose turn a reconciliation run is, and how far it has come.
@NullMarked
package dev.consign.reconciler.run;

import org.jspecify.annotations.NullMarked;
