@NullMarked
package dev.consign.sql.start;

import org.jspecify.annotations.NullMarked;
