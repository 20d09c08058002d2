@NullMarked
package dev.consign.gateway.registry;

import org.jspecify.annotations.NullMarked;
