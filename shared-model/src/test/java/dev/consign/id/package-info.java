@NullMarked
package dev.consign.id;

import org.jspecify.annotations.NullMarked;
