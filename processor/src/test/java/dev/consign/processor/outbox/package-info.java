@NullMarked
package dev.consign.processor.outbox;

import org.jspecify.annotations.NullMarked;
