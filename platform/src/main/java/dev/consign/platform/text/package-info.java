/// What texts must not hold, whoever wrote them.
@NullMarked
package dev.consign.platform.text;

import org.jspecify.annotations.NullMarked;
