@NullMarked
package dev.consign.reconciler;

import org.jspecify.annotations.NullMarked;
