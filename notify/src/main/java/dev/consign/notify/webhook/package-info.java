/// Webhooks: consignors' own and the shop's, posted as Standard Webhooks and only to addresses that
/// were checked at the moment of connecting.
@NullMarked
package dev.consign.notify.webhook;

import org.jspecify.annotations.NullMarked;
