/// Consignors and what they list for sale.
@NullMarked
package dev.consign.processor.catalogue;

import org.jspecify.annotations.NullMarked;
