@NullMarked
package dev.consign.platform.text;

import org.jspecify.annotations.NullMarked;
