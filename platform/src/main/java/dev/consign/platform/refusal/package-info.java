/// Why a use case did nothing, without a word of HTTP.
@NullMarked
package dev.consign.platform.refusal;

import org.jspecify.annotations.NullMarked;
