/// Tests on a real database and a real broker.
@NullMarked
package dev.consign.processor.outbox;

import org.jspecify.annotations.NullMarked;
