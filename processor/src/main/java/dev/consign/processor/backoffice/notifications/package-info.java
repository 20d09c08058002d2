/// What support and the shop ask about who is told: deliveries, webhooks, buyers' addresses and
/// test events over HTTP, and how the API describes what is posted.
@NullMarked
package dev.consign.processor.backoffice.notifications;

import org.jspecify.annotations.NullMarked;
