@NullMarked
package dev.consign.reconciler.run;

import org.jspecify.annotations.NullMarked;
