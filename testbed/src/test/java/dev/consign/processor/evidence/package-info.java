@NullMarked
package dev.consign.processor.evidence;

import org.jspecify.annotations.NullMarked;
