@NullMarked
package dev.consign.processor.backoffice.deadletters;

import org.jspecify.annotations.NullMarked;
