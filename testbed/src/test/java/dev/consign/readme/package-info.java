@NullMarked
package dev.consign.readme;

import org.jspecify.annotations.NullMarked;
