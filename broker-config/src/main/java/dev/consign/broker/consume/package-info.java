/// Taking messages from a queue by the batch, holding on while what they need is down.
@NullMarked
package dev.consign.broker.consume;

import org.jspecify.annotations.NullMarked;
