@NullMarked
package dev.consign.schema;

import org.jspecify.annotations.NullMarked;
