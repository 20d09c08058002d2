@NullMarked
package dev.consign.processor.shop;

import org.jspecify.annotations.NullMarked;
