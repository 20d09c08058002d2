/// Tests on a real database and a real broker.
@NullMarked
package dev.consign.broker.outbox;

import org.jspecify.annotations.NullMarked;
