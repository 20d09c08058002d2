/// Calls to gateways that end in time, whatever the other side does.
@NullMarked
package dev.consign.gateway.http;

import org.jspecify.annotations.NullMarked;
