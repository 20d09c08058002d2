/// Callbacks as a gateway posts them: signed and written out beforehand, sent over plain sockets.
@NullMarked
package dev.consign.bench.post;

import org.jspecify.annotations.NullMarked;
