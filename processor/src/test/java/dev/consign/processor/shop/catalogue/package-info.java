@NullMarked
package dev.consign.processor.shop.catalogue;

import org.jspecify.annotations.NullMarked;
