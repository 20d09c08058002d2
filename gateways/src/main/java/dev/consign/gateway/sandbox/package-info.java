/// The sandbox gateway: Standard Webhooks callbacks, and an interface of its own to ask it.
@NullMarked
package dev.consign.gateway.sandbox;

import org.jspecify.annotations.NullMarked;
