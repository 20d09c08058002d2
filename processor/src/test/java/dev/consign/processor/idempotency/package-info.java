@NullMarked
package dev.consign.processor.idempotency;

import org.jspecify.annotations.NullMarked;
