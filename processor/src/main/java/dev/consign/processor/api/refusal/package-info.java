/// Why a use case did nothing, without a word of HTTP.
@NullMarked
package dev.consign.processor.api.refusal;

import org.jspecify.annotations.NullMarked;
