@NullMarked
package dev.consign.processor.backoffice.payouts;

import org.jspecify.annotations.NullMarked;
