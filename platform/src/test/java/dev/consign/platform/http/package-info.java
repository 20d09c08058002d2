@NullMarked
package dev.consign.platform.http;

import org.jspecify.annotations.NullMarked;
