/// The limit of the machine: the same rows with no framework and no rules.
@NullMarked
package dev.consign.bench.bare;

import org.jspecify.annotations.NullMarked;
