@NullMarked
package dev.consign.processor.mail;

import org.jspecify.annotations.NullMarked;
