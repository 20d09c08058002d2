/// Callbacks accepted per second over HTTP.
@NullMarked
package dev.consign.bench.ingress;

import org.jspecify.annotations.NullMarked;
