/// HTTP as both programs speak it, and what either side may cost the other.
@NullMarked
package dev.consign.platform.http;

import org.jspecify.annotations.NullMarked;
