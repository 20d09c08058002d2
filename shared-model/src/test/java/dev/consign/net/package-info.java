@NullMarked
package dev.consign.net;

import org.jspecify.annotations.NullMarked;
