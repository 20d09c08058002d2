/// The review's attacks, by the command a user types.
@NullMarked
package dev.consign.testbed.attack;

import org.jspecify.annotations.NullMarked;
