/// A TCP connection that fails on demand.
@NullMarked
package dev.consign.testbed.proxy;

import org.jspecify.annotations.NullMarked;
