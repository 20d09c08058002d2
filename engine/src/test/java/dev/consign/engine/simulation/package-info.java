@NullMarked
package dev.consign.engine.simulation;

import org.jspecify.annotations.NullMarked;
