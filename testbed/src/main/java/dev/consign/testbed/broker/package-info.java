/// Artemis as a process of its own.
@NullMarked
package dev.consign.testbed.broker;

import org.jspecify.annotations.NullMarked;
