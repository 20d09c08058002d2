/// The gateways a program is told to reach, read from its settings.
@NullMarked
package dev.consign.gateway.registry;

import org.jspecify.annotations.NullMarked;
