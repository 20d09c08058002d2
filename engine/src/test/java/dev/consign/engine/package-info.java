@NullMarked
package dev.consign.engine;

import org.jspecify.annotations.NullMarked;
