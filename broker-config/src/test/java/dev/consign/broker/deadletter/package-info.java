@NullMarked
package dev.consign.broker.deadletter;

import org.jspecify.annotations.NullMarked;
