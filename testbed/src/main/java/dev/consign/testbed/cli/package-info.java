/// The command line of support.
@NullMarked
package dev.consign.testbed.cli;

import org.jspecify.annotations.NullMarked;
