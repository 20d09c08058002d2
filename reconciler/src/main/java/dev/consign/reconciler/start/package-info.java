/// From settings to a running reconciler, or to one sentence that says why not.
@NullMarked
package dev.consign.reconciler.start;

import org.jspecify.annotations.NullMarked;
