/// The attacks of the security review, to be run again by anybody against a system of their own.
@NullMarked
package dev.consign.testbed.attack;

import org.jspecify.annotations.NullMarked;
