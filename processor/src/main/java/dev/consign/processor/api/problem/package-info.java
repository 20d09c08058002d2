/// RFC 9457 answers with a stable code.
@NullMarked
package dev.consign.processor.api.problem;

import org.jspecify.annotations.NullMarked;
