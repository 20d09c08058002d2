/// Values that must never be shown.
@NullMarked
package dev.consign.secret;

import org.jspecify.annotations.NullMarked;
