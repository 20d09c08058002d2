/// The command line of support and finance: speaks HTTP only.
@NullMarked
package dev.consign.cli;

import org.jspecify.annotations.NullMarked;
