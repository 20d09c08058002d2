/// What the reconciler learned from a gateway while the broker was down, on its way to the engine.
@NullMarked
package dev.consign.processor.inbound.factinbox;

import org.jspecify.annotations.NullMarked;
