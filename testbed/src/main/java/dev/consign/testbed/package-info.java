/// Not the product: what it takes to run Consign on one machine and to make its life hard.
@NullMarked
package dev.consign.testbed;

import org.jspecify.annotations.NullMarked;
