@NullMarked
package dev.consign.processor.security;

import org.jspecify.annotations.NullMarked;
