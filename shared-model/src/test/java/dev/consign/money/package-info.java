@NullMarked
package dev.consign.money;

import org.jspecify.annotations.NullMarked;
