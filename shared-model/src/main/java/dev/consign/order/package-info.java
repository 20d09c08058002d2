/// What an order can be, how it may move, and what a payment fact does to it.
@NullMarked
package dev.consign.order;

import org.jspecify.annotations.NullMarked;
