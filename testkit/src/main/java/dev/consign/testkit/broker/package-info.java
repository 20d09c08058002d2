/// Artemis as a process of its own.
@NullMarked
package dev.consign.testkit.broker;

import org.jspecify.annotations.NullMarked;
