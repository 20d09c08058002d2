@NullMarked
package dev.consign.gateway.sandbox;

import org.jspecify.annotations.NullMarked;
