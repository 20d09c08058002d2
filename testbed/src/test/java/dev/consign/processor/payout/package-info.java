@NullMarked
package dev.consign.processor.payout;

import org.jspecify.annotations.NullMarked;
