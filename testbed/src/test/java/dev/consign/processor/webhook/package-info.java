@NullMarked
package dev.consign.processor.webhook;

import org.jspecify.annotations.NullMarked;
