@NullMarked
package dev.consign.chaos;

import org.jspecify.annotations.NullMarked;
