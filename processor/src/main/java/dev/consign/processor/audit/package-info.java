/// Who did what by hand, as finance and ops read it.
@NullMarked
package dev.consign.processor.audit;

import org.jspecify.annotations.NullMarked;
