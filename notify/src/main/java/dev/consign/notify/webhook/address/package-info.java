/// Where a webhook may lead: which addresses are public, and that it is the checked one to which is
/// connected.
@NullMarked
package dev.consign.notify.webhook.address;

import org.jspecify.annotations.NullMarked;
