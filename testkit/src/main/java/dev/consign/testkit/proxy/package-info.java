/// A TCP connection that fails on demand.
@NullMarked
package dev.consign.testkit.proxy;

import org.jspecify.annotations.NullMarked;
