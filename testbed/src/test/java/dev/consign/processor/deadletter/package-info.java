/// Tests on a real database and a real broker.
@NullMarked
package dev.consign.processor.deadletter;

import org.jspecify.annotations.NullMarked;
