/// What time brings to an end.
@NullMarked
package dev.consign.engine.expiry;

import org.jspecify.annotations.NullMarked;
