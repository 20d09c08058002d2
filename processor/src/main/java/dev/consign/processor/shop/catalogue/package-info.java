/// Consignors and what they list for sale.
@NullMarked
package dev.consign.processor.shop.catalogue;

import org.jspecify.annotations.NullMarked;
