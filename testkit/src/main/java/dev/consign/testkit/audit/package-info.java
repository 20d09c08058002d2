/// Checks the books from outside, by the invariants of the sql module.
@NullMarked
package dev.consign.testkit.audit;

import org.jspecify.annotations.NullMarked;
