@NullMarked
package dev.consign.platform.worker;

import org.jspecify.annotations.NullMarked;
