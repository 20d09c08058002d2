/// Message bodies: JSON text with a schema version, written and read by one class a type.
@NullMarked
package dev.consign.broker.codec;

import org.jspecify.annotations.NullMarked;
