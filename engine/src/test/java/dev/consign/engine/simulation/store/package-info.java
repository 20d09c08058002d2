@NullMarked
package dev.consign.engine.simulation.store;

import org.jspecify.annotations.NullMarked;
