@NullMarked
package dev.consign.notify.mail;

import org.jspecify.annotations.NullMarked;
