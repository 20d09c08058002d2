@NullMarked
package dev.consign.processor.inbound.inbox;

import org.jspecify.annotations.NullMarked;
