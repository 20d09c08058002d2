@NullMarked
package dev.consign.platform.crypto;

import org.jspecify.annotations.NullMarked;
