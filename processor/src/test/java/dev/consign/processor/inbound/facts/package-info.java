@NullMarked
package dev.consign.processor.inbound.facts;

import org.jspecify.annotations.NullMarked;
