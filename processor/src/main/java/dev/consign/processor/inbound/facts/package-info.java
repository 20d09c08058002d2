/// Takes messages in from the queues, in batches, and puts them through the engine.
@NullMarked
package dev.consign.processor.inbound.facts;

import org.jspecify.annotations.NullMarked;
