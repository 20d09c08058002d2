/// The shop API: placing orders, cancelling them, and what everybody may see of them.
@NullMarked
package dev.consign.processor.shop;

import org.jspecify.annotations.NullMarked;
