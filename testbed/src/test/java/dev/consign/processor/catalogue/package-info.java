@NullMarked
package dev.consign.processor.catalogue;

import org.jspecify.annotations.NullMarked;
