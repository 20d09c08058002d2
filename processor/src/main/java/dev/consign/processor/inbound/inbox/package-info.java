/// Genuine callbacks that nobody here has a word for: kept as they came and answered as received
/// (rule 15), so that a gateway that learns a new word loses no money over it. The table grows with
/// what we do not understand, and with nothing else.
@NullMarked
package dev.consign.processor.inbound.inbox;

import org.jspecify.annotations.NullMarked;
