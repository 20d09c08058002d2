@NullMarked
package dev.consign.processor.inbound.factinbox;

import org.jspecify.annotations.NullMarked;
