/// Operating system processes that are owned, watched and ended.
@NullMarked
package dev.consign.testbed.process;

import org.jspecify.annotations.NullMarked;
