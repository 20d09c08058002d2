@NullMarked
package dev.consign.engine.stock;

import org.jspecify.annotations.NullMarked;
