/// Who did what by hand: written in the transaction of what was done, and read by finance and ops.
@NullMarked
package dev.consign.processor.audit;

import org.jspecify.annotations.NullMarked;
