/// What is this machine and what may be another.
@NullMarked
package dev.consign.net;

import org.jspecify.annotations.NullMarked;
