@NullMarked
package dev.consign.notify.delivery;

import org.jspecify.annotations.NullMarked;
