/// What travels on the queues besides payment facts.
@NullMarked
package dev.consign.message;

import org.jspecify.annotations.NullMarked;
