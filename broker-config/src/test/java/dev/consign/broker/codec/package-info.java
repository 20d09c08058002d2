@NullMarked
package dev.consign.broker.codec;

import org.jspecify.annotations.NullMarked;
