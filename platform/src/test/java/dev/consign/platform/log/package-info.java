@NullMarked
package dev.consign.platform.log;

import org.jspecify.annotations.NullMarked;
