/// Who calls, and what they may do: four API keys, one role each, nothing allowed that is not
/// listed.
@NullMarked
package dev.consign.processor.security;

import org.jspecify.annotations.NullMarked;
