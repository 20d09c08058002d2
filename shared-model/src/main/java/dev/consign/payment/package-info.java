/// Payments and what gateways say about them.
@NullMarked
package dev.consign.payment;

import org.jspecify.annotations.NullMarked;
