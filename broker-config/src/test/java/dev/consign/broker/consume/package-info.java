/// A real broker for the tests of those who use queues.
@NullMarked
package dev.consign.broker.consume;

import org.jspecify.annotations.NullMarked;
