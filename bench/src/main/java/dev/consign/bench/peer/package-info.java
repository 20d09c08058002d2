/// What one would use instead: the same rows written by a well-known framework, as its own
/// documentation advises. Here is what both peers share.
@NullMarked
package dev.consign.bench.peer;

import org.jspecify.annotations.NullMarked;
