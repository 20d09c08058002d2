@NullMarked
package dev.consign.broker;

import org.jspecify.annotations.NullMarked;
