/// What everybody who comes over HTTP shares: how requests are read and problems told.
@NullMarked
package dev.consign.processor.api;

import org.jspecify.annotations.NullMarked;
