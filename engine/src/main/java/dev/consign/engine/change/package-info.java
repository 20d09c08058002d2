/// What one batch, or one command, is going to change, decided and not yet written.
@NullMarked
package dev.consign.engine.change;

import org.jspecify.annotations.NullMarked;
