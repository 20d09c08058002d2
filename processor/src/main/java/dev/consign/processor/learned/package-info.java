/// What the reconciler learned from a gateway while the broker was down, on its way to the engine.
@NullMarked
package dev.consign.processor.learned;

import org.jspecify.annotations.NullMarked;
