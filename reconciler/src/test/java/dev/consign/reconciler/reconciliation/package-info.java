@NullMarked
package dev.consign.reconciler.reconciliation;

import org.jspecify.annotations.NullMarked;
