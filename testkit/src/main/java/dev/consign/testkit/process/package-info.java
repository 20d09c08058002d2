/// Operating system processes that are owned, watched and ended.
@NullMarked
package dev.consign.testkit.process;

import org.jspecify.annotations.NullMarked;
