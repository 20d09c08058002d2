/// How long `./consign up` takes.
@NullMarked
package dev.consign.bench.startup;

import org.jspecify.annotations.NullMarked;
