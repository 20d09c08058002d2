@NullMarked
package dev.consign.testkit.process;

import org.jspecify.annotations.NullMarked;
