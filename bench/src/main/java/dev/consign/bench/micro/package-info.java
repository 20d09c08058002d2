/// The pure pieces that every callback and every fact passes, one by one and without any server.
@NullMarked
package dev.consign.bench.micro;

import org.jspecify.annotations.NullMarked;
