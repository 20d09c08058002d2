@NullMarked
package dev.consign.secret;

import org.jspecify.annotations.NullMarked;
