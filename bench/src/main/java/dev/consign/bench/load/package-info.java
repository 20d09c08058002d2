/// Orders that wait for their money, and the callbacks that bring it.
@NullMarked
package dev.consign.bench.load;

import org.jspecify.annotations.NullMarked;
