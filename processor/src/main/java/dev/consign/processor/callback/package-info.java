/// Receives what gateways post.
@NullMarked
package dev.consign.processor.callback;

import org.jspecify.annotations.NullMarked;
