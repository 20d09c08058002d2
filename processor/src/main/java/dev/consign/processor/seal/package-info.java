/// Keeping texts unreadable at rest.
@NullMarked
package dev.consign.processor.seal;

import org.jspecify.annotations.NullMarked;
