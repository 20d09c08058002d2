/// Integer minor units and ISO currencies.
@NullMarked
package dev.consign.money;

import org.jspecify.annotations.NullMarked;
