@NullMarked
package dev.consign.broker.outbox;

import org.jspecify.annotations.NullMarked;
