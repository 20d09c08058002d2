/// The rows that say what a gateway must still be asked: claimed, handed back, counted, given up.
@NullMarked
package dev.consign.reconciler.task;

import org.jspecify.annotations.NullMarked;
