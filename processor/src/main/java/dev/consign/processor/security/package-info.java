/// Who calls, and what they may do: named API keys, one role each, nothing allowed that is not
/// listed, and nobody so often that others must wait.
@NullMarked
package dev.consign.processor.security;

import org.jspecify.annotations.NullMarked;
