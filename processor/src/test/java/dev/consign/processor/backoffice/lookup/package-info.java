@NullMarked
package dev.consign.processor.backoffice.lookup;

import org.jspecify.annotations.NullMarked;
