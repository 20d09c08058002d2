/// A real broker for the tests of those who use queues.
@NullMarked
package dev.consign.processor.queue;

import org.jspecify.annotations.NullMarked;
