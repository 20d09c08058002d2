@NullMarked
package dev.consign.processor.startup;

import org.jspecify.annotations.NullMarked;
