@NullMarked
package dev.consign.platform.access;

import org.jspecify.annotations.NullMarked;
