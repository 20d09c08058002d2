/// Who did what by hand, written in the transaction of what was done.
@NullMarked
package dev.consign.platform.audit;

import org.jspecify.annotations.NullMarked;
