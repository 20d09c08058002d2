/// Mail to buyers: their addresses, and one plain text for each end that an order comes to.
@NullMarked
package dev.consign.processor.mail;

import org.jspecify.annotations.NullMarked;
