/// Orders as they are placed, and what comes of asking a gateway to collect for them.
@NullMarked
package dev.consign.engine.placement;

import org.jspecify.annotations.NullMarked;
