@NullMarked
package dev.consign.processor.inbound.callback;

import org.jspecify.annotations.NullMarked;
