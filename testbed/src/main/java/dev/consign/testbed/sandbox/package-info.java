/// A payment gateway to test against, bad days included.
@NullMarked
package dev.consign.testbed.sandbox;

import org.jspecify.annotations.NullMarked;
