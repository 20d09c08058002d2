@NullMarked
package dev.consign.processor.api.idempotency;

import org.jspecify.annotations.NullMarked;
