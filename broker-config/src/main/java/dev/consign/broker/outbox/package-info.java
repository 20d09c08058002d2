/// Sending without losing: a row in the transaction of the effect, sent after the commit, again and
/// again under the same id until the broker has said that it has it.
@NullMarked
package dev.consign.broker.outbox;

import org.jspecify.annotations.NullMarked;
