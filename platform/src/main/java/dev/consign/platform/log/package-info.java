/// Logs that nobody outside can fill.
@NullMarked
package dev.consign.platform.log;

import org.jspecify.annotations.NullMarked;
