@NullMarked
package dev.consign.testbed.process;

import org.jspecify.annotations.NullMarked;
