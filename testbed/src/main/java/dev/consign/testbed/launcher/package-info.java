/// Everything on one machine with one command.
@NullMarked
package dev.consign.testbed.launcher;

import org.jspecify.annotations.NullMarked;
