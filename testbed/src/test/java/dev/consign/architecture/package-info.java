@NullMarked
package dev.consign.architecture;

import org.jspecify.annotations.NullMarked;
