/// What the finished programs refuse to start with.
@NullMarked
package dev.consign.startup;

import org.jspecify.annotations.NullMarked;
