/// Finds what must not be where it is looked for.
@NullMarked
package dev.consign.canary;

import org.jspecify.annotations.NullMarked;
