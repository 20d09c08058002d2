/// Names of things: typed, validated, time-ordered where we make them.
@NullMarked
package dev.consign.id;

import org.jspecify.annotations.NullMarked;
