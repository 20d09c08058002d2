/// Who is told how an order ended, and how: without any way to the engine.
@NullMarked
package dev.consign.notify;

import org.jspecify.annotations.NullMarked;
