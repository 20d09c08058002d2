/// Putting messages aside that cannot be processed, and knowing who sent what: shared by all who
/// consume.
@NullMarked
package dev.consign.broker.deadletter;

import org.jspecify.annotations.NullMarked;
