/// Mail to buyers: their addresses, and one plain text for each end that an order comes to.
@NullMarked
package dev.consign.notify.mail;

import org.jspecify.annotations.NullMarked;
